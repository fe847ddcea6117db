import { languageOf } from '../domain/languages.ts';
import { pathFacts } from '../domain/measure.ts';
import { memo } from '../util/memo.ts';

/** Files by which a technology is known to be in use; the first column is what it is called. */
const BY_FILE: readonly (readonly [name: string, file: RegExp])[] = [
  ['Docker', /(?:^|\/)(?:dockerfile|containerfile|(?:docker-)?compose\.ya?ml)[^/]*$/i],
  ['GitHub Actions', /(?:^|\/)\.github\/workflows\//],
  ['GitLab CI', /(?:^|\/)\.gitlab-ci\.yml$/],
  ['Jenkins', /(?:^|\/)jenkinsfile[^/]*$/i],
  ['Kubernetes', /(?:^|\/)(?:k8s|kubernetes|helm|charts?)\/.*\.ya?ml$/i],
  ['Terraform', /\.tf$/],
  ['Nix', /\.nix$/],
  ['Bazel', /(?:^|\/)(?:build\.bazel|module\.bazel|workspace)$/i],
  ['CMake', /(?:^|\/)cmakelists\.txt$|\.cmake$/i],
  ['Meson', /(?:^|\/)meson\.build$/],
  ['Cargo', /(?:^|\/)cargo\.toml$/i],
  ['npm', /(?:^|\/)package\.json$/],
  ['pnpm workspaces', /(?:^|\/)pnpm-workspace\.yaml$/],
  ['Go modules', /(?:^|\/)go\.mod$/],
  ['Gradle', /(?:^|\/)build\.gradle(?:\.kts)?$/],
  ['Maven', /(?:^|\/)pom\.xml$/],
  ['Storybook', /(?:^|\/)\.storybook\//],
  ['Dev Containers', /(?:^|\/)\.devcontainer\//],
  ['Playwright', /(?:^|\/)playwright\.config\.\w+$/],
  ['Vitest', /(?:^|\/)vitest\.config\.\w+$/],
  ['Jest', /(?:^|\/)jest\.config\.\w+$/],
  ['ESLint', /(?:^|\/)(?:eslint\.config\.\w+|\.eslintrc[^/]*)$/],
  ['Prettier', /(?:^|\/)(?:prettier\.config\.\w+|\.prettierrc[^/]*)$/],
  ['Biome', /(?:^|\/)biome\.jsonc?$/],
  ['pre-commit', /(?:^|\/)\.pre-commit-config\.yaml$/],
  ['Renovate', /(?:^|\/)(?:renovate\.json5?|\.renovaterc[^/]*)$/],
  ['Dependabot', /(?:^|\/)\.github\/dependabot\.ya?ml$/],
  ['OpenAPI', /(?:^|\/)(?:openapi|swagger)\.(?:ya?ml|json)$/i],
  ['GraphQL', /\.graphqls?$|\.gql$/],
  ['Protocol Buffers', /\.proto$/],
  ['WebAssembly', /\.wat$/],
];

/** What the paths of a commit show in use: languages of files that ship or build, and what `BY_FILE` knows. Tests, samples and vendored code show nothing. */
export function technologiesOf(paths: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) for (const technology of ofPath(path)) found.add(technology);
  return found;
}

const ofPath = memo((path): readonly string[] => {
  const { kind } = pathFacts(path);
  const code = kind === 'source' || kind === 'style';
  const language = code ? languageOf(path) : undefined;
  const found =
    code || kind === 'build' || kind === 'ci' || kind === 'config'
      ? BY_FILE.filter(([, file]) => file.test(path)).map(([name]) => name)
      : [];
  return language && !found.includes(language) ? [language, ...found] : found;
});
