import type { Claim, Draft, DraftSection } from '../domain/draft.ts';
import { sayer } from '../util/messages.ts';
import { checkClaim } from './check/check.ts';
import { contextOf } from './check/context.ts';
import type { DraftInput } from './input.ts';
import { MESSAGES } from './messages.ts';
import { nameOf, template, themeName } from './narrate.ts';
import type { Narrator } from './narrate.ts';
import { outlineOf } from './outline.ts';
import type { OutlineSection } from './outline.ts';

/**
 * Writes the draft and checks every claim of it. What a narrator said and the checker refused is kept in `refused` with the reasons,
 * and the template says the same point instead.
 */
export async function draftOf(input: DraftInput, narrator: Narrator = template): Promise<Draft> {
  const context = contextOf(input);
  const refused: Draft['refused'][number][] = [];
  const sections: DraftSection[] = [];
  for (const section of outlineOf(input)) {
    const claims: Claim[] = [];
    const first = section.points.findIndex(({ kind }) => kind === 'work' || kind === 'support');
    for (const [i, point] of section.points.entries()) {
      const telling = { point, id: `${section.id}-${claims.length + 1}`, first: i === first };
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
  const period = input.period.name;
  const self = input.audience === 'self';
  return {
    title: self ? say('title.self', { period }) : say('title.lead', { name, period }),
    audience: input.audience,
    locale: input.locale,
    person: input.person.id,
    period: input.period,
    notice: self ? say('notice.self') : say('notice.lead', { name }),
    sections,
    refused,
  };
}

function titleOf({ id, name }: OutlineSection, { locale, audience }: DraftInput): string {
  const say = sayer(MESSAGES, locale);
  if (name !== undefined) return themeName(name);
  if (id === 'overview') return say('section.overview');
  if (id === 'growth') return say('section.growth');
  if (id === 'improve') return audience === 'self' ? say('section.improve.self') : say('section.improve.lead');
  return say('section.other');
}
