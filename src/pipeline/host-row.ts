import type { HostFacts } from '../domain/host.ts';
import type { LogFacts } from '../domain/log.ts';
import type { HostRow } from '../protocol/snapshot.ts';

/** What a code host told of a contribution, as far as it is shown. */
export function hostRowOf(host: Exclude<HostFacts, LogFacts>): HostRow {
  switch (host.kind) {
    case 'pull_request': {
      const { state, checks, closes = [] } = host;
      return { state, ...(checks ? { checks } : {}), ...(closes.length > 0 ? { closes } : {}) };
    }
    case 'review':
      return { state: host.state };
    case 'review_comment': {
      const { path, line, outdated, resolved, hunk } = host;
      return {
        place: line === undefined ? path : `${path}:${line}`,
        ...(outdated ? { changed: true } : {}),
        ...(resolved ? { resolved } : {}),
        ...(hunk === undefined ? {} : { hunk }),
      };
    }
    case 'issue':
      return { state: host.closedAs ?? host.state, ...(host.closer === undefined ? {} : { closer: host.closer }) };
    case 'issue_comment':
    case 'pull_comment':
      break;
  }
  return {};
}
