/** GitHub's own hosts, and names that servers of one's own carry: `github.example.com`, `ghe.example.com`. */
export const isGitHubName = (host: string): boolean =>
  host === 'github.com' || /^[a-z0-9-]+\.ghe\.com$/.test(host) || /(?:^|[.-])(?:github|ghe)(?:[.-]|$)/.test(host);
