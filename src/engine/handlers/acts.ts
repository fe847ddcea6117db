import { isDraftAct, perform, performOnDraft, revert as takeBack } from '../../pipeline/acts.ts';
import type { Handler } from './handlers.ts';

export const act: Handler<'act'> =
  (desk) =>
  async ({ act: asked, ...story }, call) => {
    const { store, options } = desk.pipeline(call);
    if (!isDraftAct(asked)) {
      const traces = await desk.write(call, () => perform(store, asked));
      desk.changed();
      return { revision: store.revision(), ...traces };
    }
    const { person, period, repos } = await desk.place(story, call);
    const place = {
      person: person.id,
      repos: repos.map(({ id }) => id),
      period: period.name,
      audience: 'self',
      locale: options.locale,
    } as const;
    return desk.write(call, () => {
      const before = store.revision();
      const traces = performOnDraft(store, asked, place);
      const revision = store.revision();
      // Not told as a change: who edits a draft sees what they type, and nothing else shows it.
      desk.edited(before, revision);
      return { revision, ...traces };
    });
  };

export const revert: Handler<'revert'> = (desk) => async (traces, call) => {
  const { store } = desk.pipeline(call);
  await desk.write(call, () => takeBack(store, traces));
  desk.changed();
  return { revision: store.revision() };
};

export const claim: Handler<'claim'> =
  (desk) =>
  async ({ claim: id, ...story }, call) => {
    const { head } = await desk.story(story, call);
    const found = head.draft.sections.flatMap(({ claims }) => claims).find((one) => one.id === id);
    if (!found) return { revision: head.revision };
    const { evidence: _, ...rest } = found;
    return { revision: head.revision, claim: rest };
  };
