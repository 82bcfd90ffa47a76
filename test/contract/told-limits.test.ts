import { describe, expect, test } from 'vitest';
import { type HeldKind, limitsToldIn } from '../../src/contract/infer/told-limits.ts';

const told = (text: string, name: string, kind: HeldKind, isOwn = true): readonly string[] =>
  limitsToldIn(text, name, kind, isOwn).map(({ keyword, limit, ofEntries }) => `${ofEntries ? 'entries ' : ''}${keyword} ${limit}`);

describe('limits that a text names', () => {
  test.for<readonly [string, string, HeldKind, readonly string[]]>([
    ['At most 5 tags.', 'tags', 'texts', ['maxItems 5']],
    ['A route must keep at least one step (409).', 'steps', 'list', ['minItems 1']],
    ['An archived route cannot be changed, and a route has at most 3 steps.', 'steps', 'list', ['maxItems 3']],
    ['Every route has at least one step.', 'steps', 'list', ['minItems 1']],
    ['A kitchen route has at least one step.', 'steps', 'list', ['minItems 1']],
    ['For each route at most 3 steps.', 'steps', 'list', ['maxItems 3']],
    ['Up to five tags of at most 30 characters.', 'tags', 'texts', ['entries maxLength 30', 'maxItems 5']],
    ['No more than ten entries', 'labels', 'texts', ['maxItems 10']],
    ['Between 1 and 8 lines', 'lines', 'list', ['minItems 1', 'maxItems 8']],
    ['1 to 3 contacts', 'contactIds', 'list', ['minItems 1', 'maxItems 3']],
    ['At least one line.', 'lines', 'list', ['minItems 1']],
    ['A short name; must not exceed 80 characters', 'name', 'text', ['maxLength 80']],
    ['At most 100.', 'discount', 'number', ['maximum 100']],
    ['Between 1 and 5', 'rating', 'number', ['minimum 1', 'maximum 5']],
    ['In days, at least 2 and at most 14', 'notice', 'number', ['maximum 14', 'minimum 2']],
    ['At most 14 days', 'noticeDays', 'number', ['maximum 14']],
    ['At most 5 tags are allowed', 'tags', 'texts', ['maxItems 5']],
    ['At most 80 characters, not only blanks.', 'title', 'text', ['maxLength 80', 'pattern \\S']],
    ['Must not be blank.', 'title', 'text', ['pattern \\S']],
    ['May be of any length, but not only blanks.', 'title', 'text', ['pattern \\S']],
    ['A comment of nothing but blanks counts as empty and is a 422.', 'body', 'text', ['pattern \\S']],
    ['Person or department. Blanks alone are not a name.', 'name', 'text', ['pattern \\S']],
    ['Something other than white space, please.', 'body', 'text', ['pattern \\S']],
    ['Cannot be empty or only whitespace', 'name', 'text', ['pattern \\S']],
    ['A name of blanks alone is answered `422`.', 'name', 'text', ['pattern \\S']],
    ['Not blank', 'tags', 'texts', ['entries pattern \\S']],
  ])('%s', ([text, name, kind, expected]) => {
    expect([...told(text, name, kind)].toSorted()).toEqual([...expected].toSorted());
  });

  test.for<readonly [string, string, HeldKind]>([
    ['At most 5 tags if the account is free.', 'tags', 'texts'],
    ['An archived route cannot be changed, and a published one must keep at least one step (409).', 'steps', 'list'],
    ['A published route must keep at least one step.', 'steps', 'list'],
    ['Published routes have at least one step.', 'steps', 'list'],
    ['Every signed off route holds at least one step.', 'steps', 'list'],
    ['Routes that were published must have at least one step.', 'steps', 'list'],
    ['Routes with pictures must have at least one step.', 'steps', 'list'],
    ['A final one needs at least one step.', 'steps', 'list'],
    ['Big ones have at least two steps.', 'steps', 'list'],
    ['To be published, a route needs at least one step.', 'steps', 'list'],
    ['For publication at least one step is needed.', 'steps', 'list'],
    ['Before publication, at least one step.', 'steps', 'list'],
    ['Publishing needs at least one step.', 'steps', 'list'],
    ['Publication of a route requires at least one step.', 'steps', 'list'],
    ['On publication, at least one step.', 'steps', 'list'],
    ['In the state published at least one step.', 'steps', 'list'],
    ['At least one step to be published.', 'steps', 'list'],
    ['Routes under review may have at most 3 steps.', 'steps', 'list'],
    ['At most 20 are shown.', 'tags', 'texts'],
    ['At most 3 per day', 'bookings', 'list'],
    ['At most 4 colours', 'tags', 'texts'],
    ['Longer ones are cut to at most 80 characters', 'name', 'text'],
    ['At most 64 bytes', 'name', 'text'],
    ['Up to 2 decimals', 'price', 'number'],
    ['Rounded up to 5', 'price', 'number'],
    ['At most 50 % of the price', 'discount', 'number'],
    ['Between 1 and 5 is good, beyond that is better', 'score', 'number'],
    ['At most 3 tags, later at most 5 tags', 'tags', 'texts'],
    ['At most 1,000', 'count', 'number'],
    ['At most 8 hours', 'durationMinutes', 'number'],
    ['At most 100 €', 'price', 'number'],
    ['Up to 3 images larger than 1 MB', 'images', 'list'],
    ['Up to 3 or more', 'level', 'number'],
    ['Blanks around it are removed; must not contain blanks.', 'code', 'text'],
    ['If blank, the name of the house is used.', 'label', 'text'],
    ['White space around it may be removed; a name of white space alone may be refused.', 'name', 'text'],
    ['Not blank where the lot is sold', 'label', 'text'],
    ['Leave blank for none', 'label', 'text'],
    ['Blanks are not allowed', 'code', 'text'],
    ['A note of nothing but blanks counts as empty.', 'note', 'text'],
    ['Should not be blank.', 'note', 'text'],
    ['A blank note is not allowed for companies.', 'note', 'text'],
    ['Blank is invalid in exports.', 'note', 'text'],
    ['Searches find names of at least 3 letters.', 'name', 'text'],
    ['2 to 4 letters, then a digit', 'code', 'text'],
    ['At most 5 tags, more cost extra.', 'tags', 'texts'],
    ['Blanks are not a problem, and they are kept.', 'note', 'text'],
  ])('none in: %s', ([text, name, kind]) => {
    expect(told(text, name, kind)).toEqual([]);
  });

  test('of an operation only with the name of the member', () => {
    expect(told('A book has at most 5 tags.', 'tags', 'texts', false)).toEqual(['maxItems 5']);
    expect(told('At most 5.', 'tags', 'texts', false)).toEqual([]);
    expect(told('At most 5 a year.', 'price', 'number', false)).toEqual([]);
  });
});
