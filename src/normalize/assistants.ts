import type { Trailer } from '../domain/commit.ts';

/** A product, the addresses it commits under, and the names it goes by where no address stands. */
interface Assistant {
  readonly name: string;
  /** Whole addresses, or what follows the number in a GitHub no-reply address. */
  readonly emails: readonly string[];
  /** On a name in lower case. */
  readonly names: RegExp;
}

/** AI assistants, as their documentation and public histories spell them in trailers. */
const ASSISTANTS: readonly Assistant[] = [
  {
    name: 'Claude',
    emails: ['noreply@anthropic.com', 'claude@anthropic.com', 'claude@users.noreply.github.com', 'claude[bot]@users.noreply.github.com'],
    names: /^(?:claude(?:[ -](?:code|ai|opus|sonnet|haiku|\d)\b.*|:.*)?|(?:opus|sonnet|haiku) \d.*|anthropic-code-agent(?:\[bot\])?)$/,
  },
  {
    name: 'GitHub Copilot',
    emails: ['copilot@github.com', 'copilot@users.noreply.github.com', 'noreply@copilot.github.com'],
    names: /^(?:(?:github )?copilot(?: autofix.*| coding agent| chat| cli)?|copilot-swe-agent(?:\[bot\])?)$/,
  },
  { name: 'Cursor', emails: ['cursoragent@cursor.com', 'agent@cursor.com'], names: /^cursor(?: agent|agent| ai|\[bot\])?$/ },
  {
    name: 'Codex',
    emails: ['codex@openai.com', 'noreply@openai.com', 'chatgpt-codex-connector[bot]@users.noreply.github.com'],
    names: /^(?:(?:openai |gpt-\S+ )?codex(?: cli)?|chatgpt-codex-connector\[bot\])$/,
  },
  { name: 'ChatGPT', emails: ['chatgpt@openai.com'], names: /^(?:chatgpt|(?:openai )?gpt-?\d\S*)(?: .*)?$/ },
  {
    name: 'Gemini',
    emails: [
      'gemini-code-assist@google.com',
      'gemini-cli@google.com',
      'gemini-code-assist[bot]@users.noreply.github.com',
      'noreply@google.com',
    ],
    names: /^(?:google )?gemini(?:[ -](?:cli|code assist|code-assist(?:\[bot\])?|pro|flash|\d).*)?$/,
  },
  { name: 'Jules', emails: ['google-labs-jules[bot]@users.noreply.github.com'], names: /^google-labs-jules(?:\[bot\])?$/ },
  { name: 'Aider', emails: ['aider@aider.chat', 'noreply@aider.chat'], names: /^aider(?: \(.*\))?$/ },
  {
    name: 'Devin',
    emails: ['devin-ai-integration[bot]@users.noreply.github.com'],
    names: /^(?:devin ai|devin-ai-integration(?:\[bot\])?)$/,
  },
  { name: 'OpenHands', emails: ['openhands@all-hands.dev'], names: /^openhands(?:-agent)?$/ },
  { name: 'Amp', emails: ['amp@ampcode.com'], names: /^(?:sourcegraph )?amp code$/ },
  { name: 'Windsurf', emails: ['windsurf@codeium.com', 'noreply@codeium.com'], names: /^(?:windsurf|codeium)(?: .*)?$/ },
  { name: 'Qwen Code', emails: ['qwen-coder@alibabacloud.com'], names: /^qwen[ -](?:code|coder|\d).*$/ },
  { name: 'opencode', emails: ['noreply@opencode.ai'], names: /^opencode(?: .*)?$/ },
  { name: 'Amazon Q', emails: [], names: /^amazon q(?: developer.*)?$/ },
];

const BY_EMAIL: ReadonlyMap<string, string> = new Map(ASSISTANTS.flatMap((a) => a.emails.map((e): [string, string] => [e, a.name])));

/**
 * The assistant that a name and address belong to, by the product's name; undefined for people. The address decides: a person called
 * Claude with an address of her own stays a person. A name alone counts only where no address is given (`Assisted-by: Claude Opus 4.6`).
 */
export function assistantOf(name: string, email: string): string | undefined {
  const address = email.trim().toLowerCase();
  if (address !== '') return BY_EMAIL.get(address) ?? BY_EMAIL.get(address.replace(/^\d+\+/, ''));
  const spelled = name.trim().toLowerCase();
  return ASSISTANTS.find((a) => a.names.test(spelled))?.name;
}

/** Trailers that name who helped: https://docs.kernel.org/process/coding-assistants.html and the assistants' own. */
const HELPING: ReadonlySet<string> = new Set([
  'co-authored-by',
  'co-developed-by',
  'assisted-by',
  'generated-by',
  'generated-with',
  'made-with',
  'ai-assisted-by',
]);
export const helps = (trailer: Trailer): boolean => HELPING.has(trailer.key.toLowerCase());

/** `🤖 Generated with [Claude Code](https://…)`, a line of its own. */
const GENERATED_LINE = /^\W*Generated (?:with|by|using) \[?([A-Za-z][A-Za-z0-9 .-]{1,30})/m;

/** The assistant such a line names. */
export function generatedWith(message: string): string | undefined {
  const name = message.includes('Generated ') ? GENERATED_LINE.exec(message)?.[1] : undefined;
  return name === undefined ? undefined : assistantOf(name, '');
}
