/** What git may see of our own environment: where it lives, whose home it is, where temporary files go. Everything else is left out. */
const PASSED = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'SYSTEMROOT',
  'WINDIR',
  'DEVELOPER_DIR',
  'LD_LIBRARY_PATH',
] as const;

/**
 * Nothing is fetched (a partial clone's lazy fetch would run the `uploadpack` its config names), nobody is asked,
 * nothing is locked, and objects are what their sha says, whatever `refs/replace` would put in their place.
 */
const GUARDS: Readonly<Record<string, string>> = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_PROTOCOL_FROM_USER: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'false',
  GIT_SEQUENCE_EDITOR: 'false',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GCM_INTERACTIVE: 'never',
  LC_ALL: 'C',
  LANGUAGE: 'C',
};

/**
 * glibc hands every large block back to the kernel and takes it again for the next blob; keeping them makes
 * `--numstat` about 15% faster. Other C libraries do not know these names.
 */
const ALLOCATOR: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: String(64 << 20),
  MALLOC_TRIM_THRESHOLD_: String(128 << 20),
};

/** Names of the variables `gitEnvironment` sets, for simple-git, which wants each named. */
export const GUARDED = Object.keys(GUARDS);

/** Environment of every git this product starts. `path` replaces PATH: see `searchPath`. */
export function gitEnvironment(from: NodeJS.ProcessEnv, path: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && (PASSED as readonly string[]).includes(name.toUpperCase())) env[name] = value;
  }
  for (const name of Object.keys(env)) if (name.toUpperCase() === 'PATH') delete env[name];
  return { ...env, ...GUARDS, ...ALLOCATOR, PATH: path };
}

/** Settings a repository's own config may hold that start a program or change what we parse: overridden for every git. */
export const OVERRIDES: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.askPass=',
  'core.sshCommand=false',
  'core.gitProxy=',
  'core.editor=false',
  'core.alternateRefsCommand=false',
  'credential.helper=',
  'diff.external=',
  'gpg.program=false',
  'gpg.ssh.program=false',
  'gpg.x509.program=false',
  'log.showSignature=false',
  'log.follow=false',
  'diff.submodule=short',
  'submodule.recurse=false',
  'protocol.allow=never',
  'color.ui=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** What simple-git must be told to accept `OVERRIDES`: each makes a thing safer, and it cannot know. */
export const OVERRIDES_ALLOWED = {
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeAskPass: true,
  allowUnsafeSshCommand: true,
  allowUnsafeGitProxy: true,
  allowUnsafeEditor: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSubmodule: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCustomBinary: true,
} as const;

/**
 * Memory for gits that read many objects: pages of a pack are mapped in small windows and few bases of deltas are kept.
 * About a sixth slower than git's defaults (1 GiB windows, 96 MiB), in a fifth of the memory: docs/benchmarks.md. Blobs past the threshold
 * count as binary, so one huge data file cannot take gigabytes.
 */
export const FRUGAL: readonly string[] = [
  'core.packedGitWindowSize=1m',
  'core.packedGitLimit=8m',
  'core.deltaBaseCacheLimit=24m',
  'core.bigFileThreshold=16m',
];

export const asOptions = (settings: readonly string[]): string[] => settings.flatMap((setting) => ['-c', setting]);
