import type { Metric } from '../../domain/evidence.ts';
import type { Source } from '../rubric.ts';
import type { SuggestionKind } from './texts.ts';

/** A kind of suggestion that looks at one share: of `total` contributions, `value` show something that could be better. */
export interface ShareKind {
  readonly id: SuggestionKind;
  readonly metric: Metric;
  /** Contributions needed before it says anything. */
  readonly minimum: number;
  /** Share from which it is worth a word, 0..1. */
  readonly from: number;
  /** 0..1: how much it matters beside the others when the evidence is equally strong. */
  readonly matters: number;
  readonly source: Source;
  readonly personal?: boolean;
}

const paper = (title: string, url: string): Source => ({ title, url });

/** Thresholds are deliberately far from the ordinary: a suggestion that is always there is not read. */
export const SHARE_KINDS: readonly ShareKind[] = [
  {
    id: 'large-changes',
    metric: { of: 'larger-than', lines: 400 },
    minimum: 10,
    from: 0.15,
    matters: 0.9,
    source: paper(
      'SmartBear, Best Practices for Peer Code Review (study at Cisco Systems)',
      'https://smartbear.com/learn/code-review/best-practices-for-peer-code-review/',
    ),
  },
  {
    id: 'without-tests',
    metric: { of: 'without-tests' },
    minimum: 10,
    from: 0.6,
    matters: 0.9,
    source: paper('DORA, Test automation', 'https://dora.dev/capabilities/test-automation/'),
  },
  {
    id: 'quick-repairs',
    metric: { of: 'followed-up', days: 7 },
    minimum: 12,
    from: 0.2,
    matters: 0.8,
    source: paper(
      'Nagappan & Ball 2005, Use of Relative Code Churn Measures to Predict System Defect Density',
      'https://doi.org/10.1145/1062455.1062514',
    ),
  },
  {
    id: 'reverted-work',
    metric: { of: 'reverted' },
    minimum: 20,
    from: 0.04,
    matters: 0.9,
    source: paper('DORA, Four key metrics', 'https://dora.dev/guides/dora-metrics-four-keys/'),
  },
  {
    id: 'messages-without-why',
    metric: { of: 'unexplained' },
    minimum: 10,
    from: 0.4,
    matters: 0.7,
    source: paper('Beams, How to Write a Git Commit Message', 'https://cbea.ms/git-commit/'),
  },
  {
    id: 'unclear-messages',
    metric: { of: 'unclear' },
    minimum: 12,
    from: 0.15,
    matters: 0.7,
    source: paper('Tian et al. 2022, What Makes a Good Commit Message?', 'https://arxiv.org/abs/2202.02974'),
  },
  {
    id: 'features-without-docs',
    metric: { of: 'features-without-docs' },
    minimum: 6,
    from: 0.75,
    matters: 0.6,
    source: paper('DORA, Documentation quality', 'https://dora.dev/capabilities/documentation-quality/'),
  },
  {
    id: 'spread-changes',
    metric: { of: 'spread-over', areas: 4 },
    minimum: 12,
    from: 0.2,
    matters: 0.5,
    source: paper('Herzig & Zeller 2013, The Impact of Tangled Code Changes', 'https://doi.org/10.1109/MSR.2013.6624018'),
  },
  {
    id: 'dependency-steps',
    metric: { of: 'dependencies-only' },
    minimum: 20,
    from: 0.2,
    matters: 0.3,
    source: paper('Kula et al. 2018, Do Developers Update Their Library Dependencies?', 'https://arxiv.org/abs/1709.04621'),
  },
  {
    id: 'out-of-hours',
    metric: { of: 'out-of-hours' },
    minimum: 20,
    from: 0.35,
    matters: 0.5,
    personal: true,
    source: paper('Claes et al. 2018, Do Programmers Work at Night or During the Weekend?', 'https://doi.org/10.1145/3180155.3180193'),
  },
  {
    id: 'undescribed-pulls',
    metric: { of: 'undescribed' },
    minimum: 8,
    from: 0.3,
    matters: 0.7,
    source: paper('Liu et al. 2019, Automatic Generation of Pull Request Descriptions', 'https://arxiv.org/abs/1909.06987'),
  },
  {
    id: 'long-waits',
    metric: { of: 'awaited-over', days: 3 },
    minimum: 8,
    from: 0.3,
    matters: 0.5,
    source: paper('Zhang et al. 2021, Pull Request Latency Explained: An Empirical Overview', 'https://arxiv.org/abs/2108.09946'),
  },
  {
    id: 'late-reviews',
    metric: { of: 'waited-over', days: 3 },
    minimum: 8,
    from: 0.3,
    matters: 0.6,
    source: paper(
      'Google Engineering Practices, Speed of Code Reviews',
      'https://google.github.io/eng-practices/review/reviewer/speed.html',
    ),
  },
  {
    id: 'silent-approvals',
    metric: { of: 'approved-without-words', lines: 200 },
    minimum: 6,
    from: 0.6,
    matters: 0.6,
    source: paper(
      'McIntosh et al. 2014, The Impact of Code Review Coverage and Code Review Participation on Software Quality',
      'https://doi.org/10.1145/2597073.2597076',
    ),
  },
];

/** Sources of the kinds that look at more than a share. */
export const QUIET_WEEKS_SOURCE = paper('Evans, Get your work recognized: write a brag document', 'https://jvns.ca/blog/brag-documents/');
export const ONE_AREA_SOURCE = paper(
  'Avelino et al. 2016, A Novel Approach for Estimating Truck Factors',
  'https://arxiv.org/abs/1604.06766',
);
export const ALONE_SOURCE = paper(
  'Bacchelli & Bird 2013, Expectations, Outcomes, and Challenges of Modern Code Review',
  'https://doi.org/10.1109/ICSE.2013.6606617',
);
