import type { TagFamily } from '../domain/tags.ts';
import { type Core, CORRECTION } from './core.ts';

/** How often the tagger said one thing and the user another, or the same. */
export interface Confused {
  readonly tagged: string;
  readonly own: string;
  readonly count: number;
  /** For how many of them the tagger said that it was unsure. */
  readonly unsure: number;
}

/** The tagger's labels beside the user's corrections in force, of all contributions in the store; most frequent first. */
export const confusion = (core: Core, family: TagFamily): Confused[] =>
  core.db.all<Confused>({
    sql: `SELECT tagged, own, count(*) AS count, sum(unsure) AS unsure FROM (
        SELECT t.label AS tagged, t.unsure, (SELECT x.label FROM (${CORRECTION('?1')}) x) AS own
        FROM contribution c JOIN tag t ON t.contribution = c.id AND t.family = ?1 WHERE c.id IN (
          SELECT o.id FROM act a JOIN contribution o ON o.uid = a.target AND o.repo IN (SELECT r.id FROM repo r WHERE a.repo IN (0, r.id))
          WHERE a.kind = 'correction' AND a.key = ?1 AND a.undone = 0))
      WHERE own IS NOT NULL GROUP BY tagged, own ORDER BY count(*) DESC, tagged, own`,
    parameters: [family],
  });
