import { expect, test } from 'vitest';
import { keepsEnds, keepsText, wordsOfKept } from '../../../src/checks/subjects/kept-texts.ts';
import { isShownAsSent } from '../../../src/checks/subjects/shown-as-sent.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const exactly = 'Texts come back exactly as they were sent.';

type Said = { readonly info?: string; readonly operation?: string; readonly parameter?: string; readonly member?: string };

const documentOf = ({ info = '', operation = '', parameter = '', member }: Said) => {
  const schema = { type: 'string', ...(member !== undefined && { description: member }) };
  const parameters = [{ name: 'q', in: 'query', description: parameter, schema: { type: 'string' } }];
  const document = {
    info: { title: 'Bays', version: '1', description: info },
    paths: { '/bays': { post: { description: operation, parameters, requestBody: { content: { 'application/json': { schema } } } } } },
  };
  return { document, schema };
};

test.each<readonly [boolean, Said]>([
  [true, { info: exactly }],
  [true, { info: 'Strings are stored\nexactly as you send them.' }],
  [true, { info: 'Texts are stored exactly as you send them, we neither trim nor escape anything.' }],
  [true, { info: 'Texts are stored exactly as you send them and never trimmed.' }],
  [true, { info: 'Texts come back unchanged, white space at the ends included.' }],
  [true, { info: 'Text is stored as you sent it; we do not trim or escape.' }],
  [true, { info: 'We keep all texts the way you sent them.' }],
  [true, { info: 'Text is returned as-is.' }],
  [true, { member: 'Stored as you wrote it.' }],
  [true, { info: exactly, parameter: 'Blanks around it are removed.' }],
  [true, { member: 'Stored exactly as it was sent.' }],
  [false, {}],
  [false, { info: 'Text is stored as you sent it, but trimmed.' }],
  [false, { info: 'Texts may be stored as you sent them.' }],
  [false, { info: 'Send the text as you sent it before.' }],
  [false, { info: 'Text is shown as is the date.' }],
  [false, { info: 'Names are compared exactly.' }],
  [false, { info: 'Texts usually come back exactly as they were sent.' }],
  [false, { info: 'Texts come back exactly as they were sent, except for blanks around them.' }],
  [false, { info: `${exactly} Leading and trailing white space is removed.` }],
  [false, { info: exactly, operation: 'Surrounding spaces are ignored.' }],
  [false, { info: exactly, operation: 'The title is trimmed.' }],
  [false, { info: exactly, member: 'Trimmed.' }],
  [false, { info: exactly, member: 'Not empty after trimming.' }],
  [false, { member: 'Line breaks are preserved.' }],
])('it is %s that a text comes back with the blanks at its ends where the document says %j', (expected, said) => {
  const { document, schema } = documentOf(said);
  expect(keepsEnds(document, schema)).toBe(expected);
});

test('what is kept exactly is kept to the letter, also where a sentence goes on in the next line', () => {
  const { document, schema } = documentOf({ info: 'All texts\nare kept exactly as sent.' });
  expect(keepsText(document, schema)).toBe(true);
});

test.each<readonly [boolean, string, string]>([
  [true, 'a  b', 'a  b'],
  [true, ' a ', ' a '],
  [false, ' a ', 'a'],
  [false, 'a ', 'a'],
  [false, 'a  b', 'a b'],
])('it is %s that "%s" is shown as "%s" where texts come back as they were sent', async (expected, sent, shown) => {
  const document = bayDocument({ '/stays': { get: does({}) } });
  const contract = await bayContract({ ...document, info: { title: 'Stays', version: '1', description: exactly } });
  expect(isShownAsSent(contract, { type: 'string' }, 'title', sent, shown)).toBe(expected);
});

test.each<readonly [boolean, string]>([
  [true, 'Texts (names, notes, references) are kept exactly as they were sent.'],
  [true, 'Titles and the reference are texts that stay as they were sent, never trimmed.'],
  [false, 'Texts (names, notes) are kept exactly as they were sent. A reference is not.'],
  [false, 'Texts (names, references) may not be kept exactly as they were sent.'],
])('it is %s that "%s" names references', (expected, info) => {
  expect(wordsOfKept(documentOf({ info }).document).has('reference')).toBe(expected);
});
