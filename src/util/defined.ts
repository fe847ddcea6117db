/** Of each key what it is, where it is anything. */
export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same without the keys whose value is undefined. */
export const defined = <T extends object>(all: T): Defined<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Defined<T>;
