import { describe, expect, test } from 'vitest';
import { passesOverUnknownValues, refusalOfUnknownValues } from '../../src/contract/infer/told-unknown-values.ts';

describe('what is said of the values of a parameter that there are not', () => {
  test.each([
    'Comma list, for instance `open,shut`. A word that is not a status is answered with 400.',
    'Unknown values are refused with `400`.',
    'An unknown status is a 400.',
    'Any other value gets `422`.',
    'Anything else is answered with 400.',
    'One of the kinds below. Everything else is rejected.',
    'Values that are not in the list lead to 400.',
    'Values outside the list are an error.',
    'A value other than these results in a `422`.',
    'Unrecognised sort keys are rejected with 400.',
    'Unsupported codes → 400.',
    'Others are refused.',
    'We refuse unknown values with 400.',
    'The answer is 400 for a value that is not known; see below.',
    'Must be one of the statuses, otherwise 400.',
    'A key which does not exist fails with 400.',
    'Unknown words are refused, so that a typing error is never ignored.',
    'A category nobody knows is answered with 400, since a filter that finds nothing helps nobody.',
    'Unknown values are refused with 400 and the code `invalid_filter`.',
    'Unknown values are rejected outright.',
    'An unknown status is a 400 (Bad Request).',
    'Unknown values of this filter are refused with a problem document, as they are mostly typing errors.',
  ])('refused: %s', (text) => {
    expect(refusalOfUnknownValues([text], [])).toBeDefined();
  });

  test.each([
    'Unknown values are ignored.',
    'Unknown words are dropped; if none is left the answer is 400.',
    'Unknown values find nothing.',
    'Unknown values may be refused with 400.',
    'Other values are refused when `kind` is given.',
    'A status that is not known matches nothing. Everything else is answered with 200.',
    'Unknown parameters are refused with 400.',
    'A value that is not known gives an empty list.',
    'Values that are too long are refused with 400.',
    'Together with `from` any other value is refused with 400.',
    'Only items of this status. 400 if the page is out of range.',
    'Items in other states are left out.',
    'A report that was rejected is found by `rejected`.',
    'Rejected orders are not shown.',
    'Other members may be left out.',
    'Unknown values never lead to a 400.',
    'Unknown values do not cause a `400`.',
    'Unknown values do not fail the request.',
    'Unknown values are answered with 200 and no items.',
    'Any other value is answered with all items.',
    'From version 2 on, unknown values will be refused.',
    'Unknown values are rejected in a future version.',
    'Older versions: unknown values are refused.',
    'In strict mode unknown values are refused with 400.',
    'Orders with unknown items are rejected, and found by `rejected`.',
    '',
    'Unknown values are an error for admins, else nothing.',
    'Unknown statuses are rejected by the browser app.',
    'Anything else is not allowed in the app, but accepted here.',
    'Other fields are not accepted as a sort key, they sort by id.',
    'Other values are not taken into account.',
    'An invalid value gives the 400 newest.',
    'Unsupported values are rejected silently.',
    'Unknown values are not accepted any longer as free text but looked up as tags.',
    'Unknown tags are refused with 422 once the workspace has locked its tags.',
    'Unknown values are refused in requests that write.',
    'Unknown values get a 400 eventually.',
    'Statuses are mapped; unknown statuses are refused by older clients.',
  ])('open: %s', (text) => {
    expect(refusalOfUnknownValues([text], [])).toBeUndefined();
  });

  test('a sentence about the API has to speak of values in the query', () => {
    const around = (text: string) => refusalOfUnknownValues([], [text]);
    expect(around('Unknown filter values are refused with `400`.')).toBeDefined();
    expect(around('A query parameter with a value that is not listed is answered with 400.')).toBeDefined();
    expect(around('Unknown values in a body are refused with 400.')).toBeUndefined();
    expect(around('Unknown query parameters are refused with 400.')).toBeUndefined();
    expect(around('Anything else is a 400.')).toBeUndefined();
    expect(around('Unknown values of the `sort` parameter are refused with 400.')).toBeUndefined();
    expect(refusalOfUnknownValues([], ['Unknown values of the `sort` parameter are refused with 400.'], true, 'sort')).toBeDefined();
    expect(refusalOfUnknownValues(['Unknown words are ignored here.'], ['Unknown filter values are refused with `400`.'])).toBeUndefined();
  });

  test('a sentence about the API may name the parameter, where it is about lists', () => {
    const sort = (text: string, name = 'sort') => refusalOfUnknownValues(['One of `name`, `createdAt`.'], [text], false, name);
    expect(sort("`sort` takes `field,asc` or `field,desc`; a field that isn't in the list of the operation is a 400.")).toBeDefined();
    expect(sort('`sort` orders a list; unknown fields are refused.')).toBeDefined();
    expect(sort('`sort` takes a field; unknown fields are ignored.')).toBeUndefined();
    expect(sort('`sort` takes a field; any other field may be refused.')).toBeUndefined();
    expect(sort('`page` of a list counts from 0; unknown values are refused.')).toBeUndefined();
    expect(sort('`status` goes from open to shut; unknown values are refused.', 'status')).toBeUndefined();
  });

  test('where nothing lists the values, a made-up one has to be none of them surely', () => {
    const unlisted = (text: string) => refusalOfUnknownValues([text], [], false);
    expect(unlisted('A word that is not a status is answered with 400.')).toBeDefined();
    expect(unlisted('Unknown keys are refused.')).toBeDefined();
    expect(unlisted('By `name`, `price` or `made_at`. Other keys are refused.')).toBeDefined();
    expect(unlisted('At most 40 characters; other values are refused.')).toBeUndefined();
    expect(unlisted('Invalid values are rejected with 400.')).toBeUndefined();
    expect(unlisted('A value that is not a valid name is refused.')).toBeUndefined();
  });

  test.each<readonly [string, string, boolean]>([
    ['Unknown values find nothing.', '', true],
    ['Unknown values are refused from version 4 on.', '', true],
    ['', 'Query parameters with unknown values are ignored.', true],
    ['', 'Unknown values of the `sort` parameter are ignored.', false],
    ['Unknown values are refused.', '', false],
    ['One of the colours.', '', false],
  ])('an unknown value is passed over by "%s%s": %s', (own, around, isPassed) => {
    expect(passesOverUnknownValues([own], [around], 'colour')).toBe(isPassed);
  });
});
