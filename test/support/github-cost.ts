// What GitHub makes of a query before it runs it, by its own description: docs.github.com, "Rate limits and query limits for the GraphQL API".
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode, type ValueNode } from 'graphql';

export interface Cost {
  /** Of the 5,000 an hour. */
  readonly points: number;
  /** At most 500,000 are let through. */
  readonly nodes: number;
}

/** Every list is taken to be as long as it is asked for; each list of each of those is a request, and a hundred of them are a point. */
export function costOf(query: string, variables: Readonly<Record<string, unknown>>): Cost {
  const { definitions } = parse(query);
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
  ) as ReadonlyMap<string, FragmentDefinitionNode>;
  let [requests, nodes] = [0, 0];
  const numberOf = (value: ValueNode | undefined): number | undefined =>
    value?.kind === Kind.INT ? Number(value.value) : value?.kind === Kind.VARIABLE ? Number(variables[value.name.value]) : undefined;
  const walk = (set: SelectionSetNode | undefined, times: number): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) walk(fragments.get(selection.name.value)?.selectionSet, times);
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, times);
      if (selection.kind !== Kind.FIELD) continue;
      const long = numberOf(selection.arguments?.find(({ name }) => /^(?:first|last)$/.test(name.value))?.value);
      const isCounted = selection.selectionSet?.selections.some((one) => one.kind === Kind.FIELD && one.name.value === 'totalCount');
      if (long !== undefined || isCounted) requests += times;
      if (long !== undefined) nodes += times * long;
      walk(selection.selectionSet, times * (long ?? 1));
    }
  };
  for (const one of definitions) if (one.kind === Kind.OPERATION_DEFINITION) walk(one.selectionSet, 1);
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}
