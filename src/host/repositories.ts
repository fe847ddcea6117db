import { l10n, window } from 'vscode';
import { parsePlace } from '../domain/place.ts';
import { USUAL_KIND } from '../mine/host/kinds.ts';
import type { Choices } from './choices.ts';

const listOf = (text: string): string[] => [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];

/** Asks which repositories without a clone, and which organisations, are part of the story. Returns whether that is another now. */
export async function chooseRepositories(choices: Choices): Promise<boolean> {
  const current = choices.repositories();
  const text = await window.showInputBox({
    title: l10n.t('Track Record: hosted repositories'),
    prompt: l10n.t(
      'Repositories that you have no clone of (owner/name), and organisations (owner/*) of which those count in which you did something, or */* for all that you did anywhere; separated by commas. HOST/ before it where it is not on {0}.',
      USUAL_KIND.host,
    ),
    placeHolder: 'owner/name, owner/*, */*',
    value: current.join(', '),
    ignoreFocusOut: true,
    validateInput: (written) => {
      const bad = listOf(written).find((one) => !parsePlace(one));
      return bad === undefined ? undefined : l10n.t('{0} is neither owner/name nor owner/*.', bad);
    },
  });
  if (text === undefined) return false;
  const chosen = listOf(text);
  if (chosen.join() === current.join()) return false;
  await choices.chooseRepositories(chosen.join() === choices.configuredRepositories().join() ? undefined : chosen);
  return true;
}
