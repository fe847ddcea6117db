import type { Signature } from '../domain/commit.ts';
import { detailOf } from '../domain/details.ts';
import { wildcard } from './glob.ts';

/**
 * Accounts that are programs, by the name or login they commit under (lower case). Facts from the services' own documentation.
 * A word ending in "bot" is no proof (Abbott, Talbot), so names are matched whole.
 */
const KNOWN: ReadonlySet<string> = new Set(
  `dependabot, dependabot-preview, dependabot-support, renovate, renovate bot, renovate-bot, whitesource-renovate, mend-renovate, github actions,
  github-actions, github action, actions-user, greenkeeper, greenkeeperio-bot, pre-commit-ci, mergify, k8s-ci-robot, k8s-merge-robot,
  kubernetes submit queue, kubernetes prow robot, k8s-publishing-bot, snyk-bot, snyk-community, allcontributors, semantic-release-bot, semantic-release,
  release-please, googleapis-publisher, copybara-service, copybara, gitlab-bot, gitlab bot, gitlab-dependabot, depfu, pyup-bot, pyup.io bot, scala-steward,
  scala steward, imgbot, imgbotapp, codecov-io, codecov-commenter, deepsource-autofix, restyled-commits, restyled.io, weblate, hosted weblate, crowdin bot,
  crowdin-bot, transifex-integration, translatewiki.net, travis ci, travis-ci, circleci, circle ci, jenkins, azure-pipelines, azure pipelines, bors, homu,
  rust-bors, rust-log-analyzer, web-flow, angular-robot, angular robot, nodejs-github-bot, node.js github bot, engine-flutter-autoroll, skia-flutter-autoroll,
  chromium-autoroll, v8-autoroll, brewtestbot, homebrewbot, linuxbrew-test-bot, r-ryantm, conda-forge-admin, regro-cf-autotick-bot, bazel-io,
  openshift-merge-robot, openshift-ci-robot, facebook github bot, meta-codesync, pytorchmergebot, pytorch mergebot, pytorchbot, tensorflower-gardener,
  a. unique tensorflower, autofix-ci, changeset-bot, gitter-badger, the gitter badger, sourcery-ai, coderabbitai, copilot-swe-agent, google-labs-jules,
  devin-ai-integration, anthropic-code-agent`.split(/,\s+/),
);

/** `…[bot]`, GitHub's own mark, in a name or before an `@`; and `Houston (Bot)`, as people call theirs. */
const MARKED = /\[bot\](?:$|@)|.\(bot\)$/i;
/** `rust-bot`, `release_bot`: a handle, not a person's name. */
const HANDLE = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*[-_.](?:ro)?bot$/;
/** An address and a name that both say so: `Release Bot <bot@example.com>`, but not `Robot Smith <robot@example.com>`. */
const MAILBOX = /^(?:(?:ro)?bot|[a-z0-9._-]+[-_.](?:ro)?bot|ci|builds?|jenkins)@/;
const MAILBOX_NAME = /\b(?:(?:ro)?bot|ci|builds?|jenkins)$/;
const MACHINE_ADDRESSES: ReadonlySet<string> = new Set(['noreply@github.com', 'actions@github.com', 'action@github.com']);

/**
 * Why an account is a program, in words for the noise ledger; undefined for people.
 * @param patterns from the settings, matched against the whole name, e-mail and login; case does not count.
 */
export function botReason(
  who: Pick<Signature, 'name' | 'email'> & { readonly login?: string },
  patterns: readonly BotPattern[] = [],
): string | undefined {
  const name = who.name.trim().toLowerCase();
  const email = who.email.trim().toLowerCase();
  const login = (who.login ?? noreplyAccount(email)?.login)?.toLowerCase();
  const marked = [name, email, login].find((s) => s !== undefined && MARKED.test(s));
  if (marked !== undefined) return detailOf('bot-marked', { who: login ?? name });
  const known = [name, login].find((s) => s !== undefined && KNOWN.has(s));
  if (known !== undefined) return detailOf('bot-known', { who: known });
  if (MACHINE_ADDRESSES.has(email)) return detailOf('bot-address', { who: email });
  if (HANDLE.test(name) || (login !== undefined && HANDLE.test(login))) return detailOf('bot-login', { who: login ?? name });
  if (MAILBOX.test(email) && MAILBOX_NAME.test(name)) return detailOf('bot-address', { who: email });
  const pattern = patterns.find((p) => p.matches(name) || p.matches(email) || (login !== undefined && p.matches(login)));
  return pattern && detailOf('bot-pattern', { pattern: pattern.text });
}

export interface BotPattern {
  readonly text: string;
  readonly matches: (lowerCased: string) => boolean;
}

/** Settings' patterns, ready to use; blank ones, which would match nobody, are passed over. */
export const botPatterns = (patterns: readonly string[]): readonly BotPattern[] =>
  patterns
    .map((p) => p.trim())
    .filter((p) => p !== '')
    .map((text) => ({ text, matches: wildcard(text.toLowerCase()) }));

/**
 * The login and its host in a no-reply address: GitHub's `123+login@users.noreply.github.com` or, older, without the number; GitLab's
 * `123-login@users.noreply.gitlab.com`; the same at hosts of one's own.
 */
export function noreplyAccount(email: string): { readonly login: string; readonly host: string } | undefined {
  const [, local, host] = /^([^@]+)@users\.noreply\.(.+)$/i.exec(email) ?? [];
  if (local === undefined || host === undefined) return undefined;
  const login = local.replace(/gitlab/i.test(host) ? /^\d+-/ : /^\d+\+/, '');
  return login === '' ? undefined : { login, host: host.toLowerCase() };
}
