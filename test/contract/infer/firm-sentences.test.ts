import { describe, expect, test } from 'vitest';
import { firmSentencesOf } from '../../../src/contract/infer/firm-sentences.ts';
import { isRefusalDenied, refusalIn } from '../../../src/contract/infer/refusal-sentences.ts';

describe('sentences that each server keeps', () => {
  test.each([
    'A crate holds at most five jars (409).',
    'Sealing a sealed crate again changes nothing.',
    'A jar must be opened in the future.',
    'Tastings are planned by the cook: they lie in the future.',
    'The lid is used to seal the jar, and no jar has two of them.',
    'Once the jar is sealed, a second seal is refused.',
    'Refused with 409 if the subscription is cancelled.',
    'While the package is sealed, it cannot be opened.',
    'An ETag of the previous version is refused (412).',
  ])('"%s" is one', (text) => {
    expect(firmSentencesOf(text)).toEqual([text]);
  });

  test.each([
    'Does a crate hold at most five jars?',
    'In earlier versions, a crate holds at most five jars.',
    'The old endpoint refuses a sixth jar.',
    'In v1: a sixth jar is refused.',
    'The mobile app refuses a sixth jar.',
    'For premium accounts, a crate holds at most fifty jars.',
    'If the plan includes it, sealing again changes nothing.',
    'When deduplication is enabled, sealing again changes nothing.',
    'Ideally a crate holds at most five jars.',
    'It is up to the server: its jars are deleted too.',
    'No jar has to be opened in the future.',
    'It is not true that sealing again changes nothing.',
    'A crate holds at most five jars, which is no longer checked.',
    'Planned: a sixth jar is refused.',
  ])('"%s" is none', (text) => {
    expect(firmSentencesOf(text)).toEqual([]);
  });

  test.each(['This is not enforced.', 'The server does not check it.', 'More are accepted, too.', 'Not checked yet.', 'This is planned.'])(
    'a sentence is taken back by "%s"',
    (behind) => {
      expect(firmSentencesOf(`A crate holds at most five jars. ${behind}`)).not.toContain('A crate holds at most five jars.');
    },
  );

  test.each(['It is also shown at the crate.', 'The sixth is a 409.', 'This is checked at once.'])(
    'nothing is taken back by "%s"',
    (behind) => {
      expect(firmSentencesOf(`A crate holds at most five jars. ${behind}`)).toContain('A crate holds at most five jars.');
    },
  );
});

describe('refusals', () => {
  test.each([
    'A sixth jar is refused.',
    'A sixth jar is not accepted (409).',
    '422 if the jar is not sealed.',
    'The seal is rejected with 409, and nothing is changed.',
    'A jar cannot be below itself.',
  ])('"%s" denies none', (text) => {
    expect(isRefusalDenied(text)).toBe(false);
  });

  test.each([
    'A sixth jar is not refused.',
    'A sixth jar is no longer refused with 409.',
    'A sixth jar may be refused.',
    'A sixth jar need not be refused.',
    'No 409 if there are five jars already.',
    'Not a `409` if there are five jars already.',
    '409 is not answered if there are five jars already.',
    'The answer is never 409.',
    'No duplicates are refused.',
    'A cycle is not an error.',
    'The server does not check for a conflict.',
    'We do not prevent conflicts.',
    'No check is made for what is refused elsewhere.',
    'Used to be refused with 409.',
  ])('"%s" denies one', (text) => {
    expect(isRefusalDenied(text)).toBe(true);
    expect(refusalIn(text)).toBe(false);
  });
});
