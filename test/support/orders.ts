import { ADA, BOB, type CommitSpec, git, importCommits, init, type Who } from './repos.ts';

const CHEN: Who = { name: 'Chen Example', email: 'chen@example.com' };
const DAY = 86_400;

type Row = readonly [subject: string, files: string, body?: string];

/** Two years in the order service of a small shop; each row is told once a year. */
const WORK: readonly Row[] = [
  [
    'feat(checkout): keep the basket when the session ends',
    'src/checkout/basket.ts test/checkout/basket.test.ts',
    'Half of the abandoned baskets were lost to a timeout of ten minutes.',
  ],
  ['fix(payments): retry a declined card once', 'src/payments/retry.ts test/payments/retry.test.ts'],
  ['test(payments): cover the provider timing out', 'test/payments/timeout.test.ts'],
  ['docs: how refunds are booked', 'docs/refunds.md'],
  [
    'perf(search): look prices up in one query',
    'src/search/prices.ts test/search/prices.test.ts',
    'A page of results asked the database forty times.',
  ],
  ['refactor(orders): one place that decides on shipping', 'src/orders/shipping.ts test/orders/shipping.test.ts'],
  [
    'feat(orders): split an order by warehouse',
    'src/orders/split.ts test/orders/split.test.ts',
    'Customers waited for the slowest parcel.',
  ],
  [
    'fix(checkout): round the tax per line, as the invoice does',
    'src/checkout/tax.ts test/checkout/tax.test.ts',
    'The sums differed by a cent, and support had to explain it.',
  ],
  ['ci: run the slow tests at night', '.github/workflows/nightly.yml'],
  ['Show stock on the product page', 'src/catalogue/stock.ts test/catalogue/stock.test.ts'],
  ['fix(search): umlauts and accents find what they should', 'src/search/fold.ts test/search/fold.test.ts'],
  ['build: a smaller image for the worker', 'Dockerfile'],
  ['feat(payments): invoices as PDF', 'src/payments/invoice.ts test/payments/invoice.test.ts docs/invoices.md'],
  ['chore: update dependencies', 'package-lock.json'],
  ['perf(checkout): do not ask for the address twice', 'src/checkout/address.ts'],
  ['feat(search): filter by delivery date', 'src/search/filters.ts test/search/filters.test.ts'],
  ['fix(orders): an empty parcel is not shipped', 'src/orders/split.ts test/orders/split.test.ts', 'Follows from splitting by warehouse.'],
  ['feat(payments): pay by invoice after the third order', 'src/payments/terms.ts test/payments/terms.test.ts'],
  ['refactor(search): the index is built in one pass', 'src/search/index.ts test/search/index.test.ts'],
  ['fix(payments): a refund is booked on the day it is asked for', 'src/payments/refund.ts test/payments/refund.test.ts'],
  [
    'feat(orders): tell the customer when a parcel is late',
    'src/orders/late.ts test/orders/late.test.ts',
    'They called us; now we write before they do.',
  ],
  ['docs: what happens between payment and parcel', 'docs/orders.md'],
  ['fix(checkout): the back button keeps what was typed', 'src/checkout/form.ts'],
  ['test(orders): cover two warehouses that share a shelf', 'test/orders/shelf.test.ts'],
  ['feat(checkout): gift cards', 'src/checkout/gift.ts test/checkout/gift.test.ts', 'Asked for most often in the survey.'],
  ['perf(orders): close orders in batches', 'src/orders/close.ts test/orders/close.test.ts'],
  ['Handle an address without a house number', 'src/checkout/address.ts test/checkout/address.test.ts'],
  ['ci: fail on unused exports', '.github/workflows/ci.yml'],
  ['feat(search): suggestions while typing', 'src/search/suggest.ts test/search/suggest.test.ts'],
  ['fix(search): sold out items come last', 'src/search/rank.ts test/search/rank.test.ts'],
  [
    'refactor(payments): providers behind one interface',
    'src/payments/provider.ts test/payments/provider.test.ts',
    'The second provider comes in spring.',
  ],
  ['feat(payments): a second provider', 'src/payments/second.ts test/payments/second.test.ts'],
];

/** Makes a repository with that history in `folder`: three people, most by Ada, who is the git config's user. Returns the folder. */
export function makeOrders(folder: string): string {
  const now = Math.floor(Date.now() / 1000) - DAY / 2;
  const count = 2 * WORK.length;
  const commits = Array.from({ length: count }, (_, n): CommitSpec => {
    // Most rows of a year are Ada's; the others' work lies between.
    const [subject, files, body] = WORK[(n * 5) % WORK.length] ?? ['', ''];
    const author = [ADA, ADA, BOB, ADA, ADA, ADA, CHEN, ADA][n % 8] ?? ADA;
    // Busy weeks and quiet ones.
    const daysAgo = Math.round(((count - 1 - n) * 715) / count + 4 * Math.sin(n / 3)) + 4;
    const text = Array.from({ length: 8 + ((n * 13) % 40) }, (_, line) => `line ${line} of ${n}\n`).join('');
    return {
      message: `${subject} (#${200 + n})\n${body ? `\n${body}\n` : ''}`,
      author: { ...author, at: now - daysAgo * DAY },
      files: Object.fromEntries(files.split(' ').map((file) => [file, `${file}\n${text}`])),
    };
  });
  init(folder);
  importCommits(
    folder,
    commits.toSorted((a, b) => Number(a.author?.at) - Number(b.author?.at)),
  );
  git(folder, ['config', 'user.name', ADA.name as string]);
  git(folder, ['config', 'user.email', ADA.email as string]);
  git(folder, ['remote', 'add', 'origin', 'https://github.com/example/orders.git']);
  return folder;
}
