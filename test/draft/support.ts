import { assess } from '../../src/assess/assess.ts';
import { footprintOf } from '../../src/assess/footprint.ts';
import type { AssessInput } from '../../src/assess/input.ts';
import { defaultRubric } from '../../src/assess/rubric-file.ts';
import { suggest } from '../../src/assess/suggestions/suggest.ts';
import type { Assessment, Suggestion } from '../../src/domain/assessment.ts';
import type { Audience, Locale } from '../../src/domain/draft.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import type { Persona } from '../support/personas.ts';
import { H1, H2_BEFORE, personNamed, slim } from '../support/work.ts';

export interface Told extends DraftInput {
  readonly assessment: Assessment;
  readonly suggestions: readonly Suggestion[];
}

const urlOf = (item: Tagged): string | undefined =>
  item.repo.startsWith('github.com/') ? `https://${item.repo}/commit/${item.key}` : undefined;

/** What a draft is made from, assessed as the pipeline does it. */
export function tell(persona: Pick<Persona, 'name' | 'work'> & Partial<Persona>, locale: Locale = 'en', audience: Audience = 'self'): Told {
  const { name, work, before = [], others = [], themes = [] } = persona;
  const now = Date.parse('2026-08-01');
  const shared = { person: personNamed(name), period: H1, previous: H2_BEFORE, now, work, locale, audience, urlOf };
  const input: AssessInput = {
    ...shared,
    before,
    earlier: footprintOf([...before, ...work]),
    others: [...before, ...work, ...others].sort((a, b) => a.at - b.at).map((item) => slim(item)),
    rubric: defaultRubric(),
  };
  return {
    ...shared,
    themes,
    assessment: assess(input),
    suggestions: suggest(input),
    people: ['Ada Example', 'Ben Example', 'Cleo Example', 'Dora Example', '王小明', 'The Linter'],
  };
}
