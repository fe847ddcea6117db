/** Folders that say how a repository is laid out, not what the work is about. */
const LAYOUT = new Set(
  `src lib source sources packages apps libs crates modules pkg cmd internal main java kotlin scala python com org io app core
  include code projects services components plugins extensions`.split(/\s+/),
);

/**
 * The part of a repository a path lies in, named by its first two folders that are not mere layout:
 * `packages/vite/src/node/ssr/a.ts` is in `vite/node`, `builtin/log.c` in `builtin`; empty for a file at the top.
 */
export function areaOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  const telling = folders.filter((name) => !LAYOUT.has(name.toLowerCase()));
  return (telling.length > 0 ? telling.slice(0, 2) : folders.slice(-1)).join('/');
}

const MANIFEST =
  /(?:^|\/)(?:package\.json|pnpm-workspace\.yaml|cargo\.toml|go\.mod|pyproject\.toml|requirements[^/]*\.txt|setup\.py|gemfile|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|[^/]*\.csproj|mix\.exs|pubspec\.yaml|package\.swift|deno\.jsonc?)$/i;

/** Whether it declares dependencies. */
export const isManifest = (path: string): boolean => MANIFEST.test(path);
