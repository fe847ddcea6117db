import type { VNode } from 'preact';
import { useView } from '../ui/context.ts';
import { Citation, EvidenceDisclosure } from '../ui/evidence.tsx';
import { Inline } from '../ui/inline.tsx';

/** What is said so often stands behind one line. */
const FEW = 4;

/** What the draft says stands out, as the user left it there. */
export function Highlights(): VNode | null {
  const { source } = useView();
  const section = source.head.draft.sections.find(({ id }) => id === 'highlights');
  if (!section || section.claims.length === 0) return null;
  return (
    <section>
      <h2>
        <bdi>{section.title}</bdi>
      </h2>
      <ul class="highlights">
        {section.claims.map(({ id, text, evidence, evidenceCount }) => (
          <li key={id}>
            <bdi>
              <Inline text={text} />
            </bdi>
            {evidence.length > FEW ? (
              <EvidenceDisclosure items={evidence} total={evidenceCount} />
            ) : (
              evidence.map((item) => (
                <span key={item.contribution}>
                  {' '}
                  <Citation item={item} />
                </span>
              ))
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
