import type { Claim, Draft, DraftSection } from '../domain/draft.ts';
import { periodTitle } from '../domain/period-title.ts';
import { counts, isLogged } from '../domain/tags.ts';
import { sayer } from '../util/messages.ts';
import { checkClaim } from './check/check.ts';
import { contextOf } from './check/context.ts';
import type { DraftInput } from './input.ts';
import { MESSAGES } from './messages.ts';
import { template, themeName } from './narrate.ts';
import type { Narrator } from './narrate.ts';
import { outlineOf } from './outline.ts';
import type { OutlineSection, Point } from './outline.ts';
import { nameOf } from './voice.ts';

/**
 * Writes the draft and checks every claim of it. What a narrator said and the checker refused is kept in `refused` with the reasons,
 * and the template says the same point instead.
 */
export async function draftOf(input: DraftInput, narrator: Narrator = template): Promise<Draft> {
  const context = contextOf(input);
  const refused: Draft['refused'][number][] = [];
  const sections: DraftSection[] = [];
  const taken = new Set<string>();
  for (const section of outlineOf(input)) {
    const claims: Claim[] = [];
    const first = section.points.findIndex(({ kind }) => kind === 'work' || kind === 'support' || kind === 'highlight');
    for (const [i, point] of section.points.entries()) {
      const id = unused(`${section.id}/${nameOfPoint(point)}`, taken);
      const telling = { point, id, first: i === first };
      for (const teller of narrator === template ? [template] : [narrator, template]) {
        const claim = await teller.tell(telling, input);
        if (!claim) continue;
        const problems = checkClaim(claim, context);
        if (problems.length === 0) {
          claims.push(claim);
          break;
        }
        refused.push({ claim, problems: problems.map((problem) => problem.message) });
      }
    }
    if (claims.length > 0)
      sections.push({
        id: section.id,
        title: titleOf(section, input),
        ...(section.theme === undefined ? {} : { theme: section.theme }),
        claims,
      });
  }
  const say = sayer(MESSAGES, input.locale);
  const name = nameOf(input);
  const period = periodTitle(input.period.name, input.locale);
  const self = input.audience === 'self';
  return {
    title: self ? say('title.self', { period }) : say('title.lead', { name, period }),
    audience: input.audience,
    locale: input.locale,
    person: input.person.id,
    period: input.period,
    notice: self
      ? say(input.work.some((item) => counts(item) && isLogged(item)) ? 'notice.self.logged' : 'notice.self')
      : say('notice.lead', { name }),
    sections,
    refused,
    removed: [],
  };
}

/** Names a point within its section, the same when the draft is made again: what the user made of a claim is kept by it. */
function nameOfPoint(point: Point): string {
  switch (point.kind) {
    case 'work':
    case 'highlight':
      return `${point.kind}-${point.items[0]?.key ?? ''}`;
    case 'support':
      return `support-${point.type}`;
    case 'logged':
      return point.category ?? 'rest';
    case 'growth':
      return point.signal;
    case 'improve':
      return point.suggestion.id;
    case 'landed':
    case 'themes':
    case 'tested':
    case 'summary':
    case 'releases':
    case 'smaller':
    case 'reviewed':
      return point.kind;
    default:
      return point satisfies never;
  }
}

function unused(id: string, taken: Set<string>): string {
  let unique = id;
  for (let n = 2; taken.has(unique); n++) unique = `${id}-${n}`;
  taken.add(unique);
  return unique;
}

function titleOf({ id, name }: OutlineSection, { locale, audience }: DraftInput): string {
  const say = sayer(MESSAGES, locale);
  if (name !== undefined) return themeName(name);
  if (id === 'overview') return say('section.overview');
  if (id === 'highlights') return say('section.highlights');
  if (id === 'logged') return say('section.logged');
  if (id === 'growth') return say('section.growth');
  if (id === 'improve') return audience === 'self' ? say('section.improve.self') : say('section.improve.lead');
  return say('section.other');
}
