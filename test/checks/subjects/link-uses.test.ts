import { expect, test } from 'vitest';
import { expiredUses } from '../../../src/checks/subjects/expired-uses.ts';
import { useLimits } from '../../../src/checks/subjects/use-limits.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { type FileLinks, fileLinksDocument } from '../../worlds/file-links.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const read = async (asked: FileLinks) => {
  const contract = await contractIn(writeToolDocument(fileLinksDocument(asked)));
  return { limits: useLimits(contract).map(({ member }) => member), ends: expiredUses(contract).map(({ member }) => member) };
};

const both = 'A link that has expired or has reached `maxDownloads` gives `410`.';

test.each<readonly [FileLinks, readonly string[]]>([
  [{ said: both }, ['maxDownloads']],
  [{ said: 'Once a link is used up it is refused with 410. Every read counts as one download.' }, ['maxDownloads']],
  [{ said: 'A link whose uses are exhausted is refused. Each call counts as one use.', limit: 'maxUses' }, ['maxUses']],
])('a link is used by reading what is behind it: %j', async (asked, found) => {
  expect((await read(asked)).limits).toEqual(found);
});

test.each<FileLinks>([
  { said: 'Gives the report.' },
  { said: 'Gives the report, also where the link has reached `maxDownloads`.' },
  { said: `${both} Downloads of the same visitor are counted once.` },
  { said: `${both} Downloads are counted later.` },
  { said: both, ofLimit: 'Downloads of each person' },
  { said: both, ofLimit: 'A hint; not enforced' },
  { said: 'An invitation that is used up gives 410.', limit: 'maxUses' },
  { said: both, beside: true },
])('not where something else may count, or nothing is refused: %j', async (asked) => {
  expect((await read(asked)).limits).toEqual([]);
});

test.each<FileLinks>([
  { said: both },
  { said: 'An expired link is refused with 410.' },
  { said: '410 once the token has expired.' },
  { said: both, lasts: { type: 'integer', minimum: 2, description: 'Lifetime in seconds' } },
])('a link ends after as long as it is asked to last: %j', async (asked) => {
  expect((await read(asked)).ends).toEqual(['expiresIn']);
});

test.each<FileLinks>([
  { said: 'A link that has expired may give `410`.' },
  { said: 'A link that has expired gives `410` after a grace of an hour.' },
  { said: 'An expired link is renewed, and never refused.' },
  { said: 'An expired voucher gives `410`.' },
  { said: both, lasts: { type: 'integer', minimum: 1, description: 'Days from now' } },
  { said: both, lasts: { type: 'integer', minimum: 60, description: 'Seconds from now' } },
  { said: both, lasts: { type: 'integer', minimum: 1, description: 'Seconds from now, extended with each download' } },
])('not where that takes long, or is said otherwise: %j', async (asked) => {
  expect((await read(asked)).ends).toEqual([]);
});
