import type { OwnFamily, OwnTag, Tagged } from '../../domain/tags.ts';
import { ownTagsOf } from '../../pipeline/own.ts';
import { reviewsGiven } from '../../pipeline/received.ts';
import { rowOf } from '../../pipeline/snapshot.ts';
import { urlsOf } from '../../pipeline/story.ts';
import { unpushedIn } from '../../pipeline/unpushed.ts';
import type { Params } from '../../protocol/rpc.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { Desk } from '../desk.ts';
import type { Place } from '../stories.ts';
import type { Handler } from './handlers.ts';

/** Files of a row in a page, and of a row that is looked at: a mass change has tens of thousands. */
const FILES = { page: 100, row: 2000 };

type Asked = Pick<Params<'rows'>, 'folders' | 'author' | 'period' | 'query'>;

export const rows: Handler<'rows'> = (desk) => {
  // Every page of a table asks for the same.
  let counted = { of: '', total: 0 };
  return async (asked, call) => {
    const { store } = desk.pipeline(call);
    const place = await desk.place(asked, call);
    const filter = filterOf(desk, place, asked);
    if (filter.text !== undefined) await desk.indexed(call);
    return desk.write(call, () => {
      const revision = store.revision();
      const found = store.query({ ...filter, offset: asked.offset, limit: asked.limit });
      const of = JSON.stringify([filter, revision]);
      if (counted.of !== of) counted = { of, total: totalOf(desk, asked, place, revision) ?? store.count(filter) };
      const show = shower(desk, place, asked, {
        own: ownTagsOf(store, found, dimensionsOf(desk, asked)),
        isUnpushed: unpushedIn(store, place.repos),
      });
      return { revision, total: counted.total, rows: found.map((item) => show(item, FILES.page)) };
    });
  };
};

export const row: Handler<'row'> = (desk) => async (asked, call) => {
  const { store } = desk.pipeline(call);
  const place = await desk.place(asked, call);
  if (asked.query.text.trim() !== '') await desk.indexed(call);
  const [item] = store.query({ ...place.filter, ids: [asked.id], noise: 'counted' });
  const received = item
    ? reviewsGiven(
        store,
        item,
        place.filter.identities,
        urlsOf(place.repos, () => false),
      )
    : [];
  return {
    revision: store.revision(),
    position: store.position(filterOf(desk, place, asked), asked.id),
    ...(item
      ? {
          row: {
            ...shower(desk, place, asked, {
              own: ownTagsOf(store, [item], dimensionsOf(desk, asked)),
              isUnpushed: unpushedIn(store, place.repos),
            })(item, FILES.row),
            ...(received.length > 0 ? { received } : {}),
          },
        }
      : {}),
  };
};

function filterOf(desk: Desk, { filter }: Place, asked: Asked) {
  const { text, type, repo, theme, own = '', sort } = asked.query;
  return {
    ...filter,
    noise: 'counted' as const,
    order: sort,
    ...(text.trim() === '' ? {} : { text }),
    ...(type === '' ? {} : { types: [type] }),
    ...(repo === '' ? {} : { repos: filter.repos.filter((id) => id === repo) }),
    ...(own === '' ? {} : { own: ownOf(own) }),
    ...(theme === '' ? {} : { ids: desk.taken(asked)?.themes()[theme] ?? [] }),
  };
}

/** How many there are without a query, as they were counted when the story was assessed: to count them takes most of a first page's time. */
function totalOf(desk: Desk, asked: Asked, { period }: Place, revision: number): number | undefined {
  const { text, type, repo, theme, own = '' } = asked.query;
  const taken = desk.taken(asked);
  if (text.trim() + type + repo + theme + own !== '' || taken?.stamp.revision !== revision) return undefined;
  const { from, to } = taken.head.period;
  return from === period.from && to === period.to ? taken.total : undefined;
}

/** See `ownKey`. */
function ownOf(own: string) {
  const cut = own.indexOf('\n');
  return { family: own.slice(0, cut) as OwnFamily, label: own.slice(cut + 1) };
}

const dimensionsOf = (desk: Desk, asked: Asked) => desk.taken(asked)?.head.dimensions ?? [];

function shower(
  desk: Desk,
  { repos }: Place,
  asked: Asked,
  { own, isUnpushed }: { readonly own: ReadonlyMap<string, readonly OwnTag[]>; readonly isUnpushed: ReturnType<typeof unpushedIn> },
): (item: Tagged, files: number) => ContributionRow {
  const urlOf = urlsOf(repos, isUnpushed);
  const taken = desk.taken(asked);
  return (item, limit) => {
    const all = rowOf(item, { url: urlOf(item), unpushed: isUnpushed(item), theme: taken?.themeOf(item.id), own: own.get(item.id) });
    return all.files.length <= limit ? all : { ...all, files: all.files.slice(0, limit), fileCount: all.files.length };
  };
}
