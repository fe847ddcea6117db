import { fileKind } from '../domain/file-kind.ts';
import { languageOf } from '../domain/languages.ts';

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

const remembered = new Map<string, readonly string[]>();

/** What the paths of a commit show in use: languages of files that ship or build, and what `BY_FILE` knows. Tests, samples and vendored code show nothing. */
export function technologiesOf(paths: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) for (const technology of ofPath(path)) found.add(technology);
  return found;
}

function ofPath(path: string): readonly string[] {
  const known = remembered.get(path);
  if (known) return known;
  const kind = fileKind(path);
  const ships = kind === 'source' || kind === 'style' || kind === 'build' || kind === 'ci' || kind === 'config';
  const language = kind === 'source' || kind === 'style' ? languageOf(path) : undefined;
  const found = ships ? BY_FILE.filter(([, file]) => file.test(path)).map(([name]) => name) : [];
  const all = language && !found.includes(language) ? [language, ...found] : found;
  if (remembered.size > 50_000) remembered.clear();
  remembered.set(path, all);
  return all;
}
