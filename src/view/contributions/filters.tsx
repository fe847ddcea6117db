import type { RefObject, VNode } from 'preact';
import { COMMIT_TYPES, ownKey, UNSURE } from '../../domain/tags.ts';
import { type RowQuery, SORTS, type Sort } from '../data/source.ts';
import { useView } from '../ui/context.ts';
import { Checkbox, SearchField, Select } from '../ui/elements.tsx';

export interface FiltersProps {
  readonly query: RowQuery;
  readonly onQuery: (query: RowQuery) => void;
  readonly search: RefObject<HTMLElement | null>;
}

export function Filters({ query, onQuery, search }: FiltersProps): VNode {
  const { source, text } = useView();
  const { repos, themes, dimensions = [] } = source.head;
  const set = (change: Partial<RowQuery>): void => onQuery({ ...query, ...change });
  const types = COMMIT_TYPES.map((type) => ({ value: type, label: `${type} · ${text.label('type', type)}` }));
  return (
    <div class="filters" role="search">
      <SearchField
        label={text.t('rows.search')}
        hint={text.t('rows.search.hint')}
        value={query.text}
        inner={search}
        onInput={(value) => set({ text: value })}
      />
      <Select
        label={text.t('rows.type')}
        value={query.type === UNSURE ? '' : query.type}
        choices={[{ value: '', label: text.t('rows.any-type') }, ...types]}
        onChange={(type) => set({ type })}
      />
      {repos.length > 1 && (
        <Select
          label={text.t('rows.repo')}
          value={query.repo}
          choices={[{ value: '', label: text.t('rows.any-repo') }, ...repos.map((repo) => ({ value: repo.id, label: repo.name }))]}
          onChange={(repo) => set({ repo })}
        />
      )}
      {themes.length > 0 && (
        <Select
          label={text.t('rows.theme')}
          value={query.theme}
          choices={[{ value: '', label: text.t('rows.any-theme') }, ...themes.map((theme) => ({ value: theme.id, label: theme.name }))]}
          onChange={(theme) => set({ theme })}
        />
      )}
      {dimensions.map(({ family, name, labels }) => (
        <Select
          key={family}
          label={name}
          value={query.own.startsWith(ownKey(family, '')) ? query.own : ''}
          choices={[
            { value: '', label: text.t('rows.any-own', { name }) },
            ...labels.map((label) => ({ value: ownKey(family, label), label })),
            { value: ownKey(family, UNSURE), label: text.t('type.unsure') },
          ]}
          onChange={(own) => set({ own })}
        />
      ))}
      <Select
        label={text.t('rows.sort')}
        value={query.sort}
        choices={SORTS.map((sort) => ({ value: sort, label: text.t(`sort.${sort}`) }))}
        onChange={(sort) => set({ sort: sort as Sort })}
      />
      <Checkbox label={text.t('rows.unsure-only')} checked={query.type === UNSURE} onChange={(on) => set({ type: on ? UNSURE : '' })} />
    </div>
  );
}
