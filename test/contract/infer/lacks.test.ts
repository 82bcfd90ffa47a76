import { expect, test } from 'vitest';
import { saysLacking, saysRefusedWithout } from '../../../src/contract/infer/lacks.ts';

const price = { nouns: ['price', 'prices'], participles: [] };
const stock = { nouns: ['stock movements', 'stock movement', 'stock'], participles: [] };
const address = { nouns: ['verification'], participles: ['verified'] };

test.each([
  ['The price that holds on the day counts; without one the answer is `409` (`no_price`).', price],
  ['Answered `409` where no price holds on that day.', price],
  ['A show needs at least one price before tickets can be sold.', price],
  ['There has to be a price for the day.', price],
  ['A ticket cannot be sold until the show has a price.', price],
  ['A show without a price is refused.', price],
  ['`missing_price` is answered with 422.', price],
  ['If there is not enough stock the answer is 409 (`out_of_stock`).', stock],
  ['`409` when the quantity is more than what is in stock.', stock],
  ['The stock is insufficient: 422.', stock],
  ['The show must be open and have a price (`409`).', price],
  ['The show has to be on the programme and already have at least one price.', price],
  ['Only for shows that are open and have a price.', price],
  ['Needs an open show with a price.', price],
  ['Only shows that are open and have a price; else `409`.', price],
  ['Not possible until the price has been set (409).', price],
  ['Only once its prices are complete, `409` before.', price],
  ['The address of the account must be verified.', address],
  ['Refused while the account is not verified.', address],
  ['The show is announced and its prices cover the costs of it (`409`).', price],
  ['Its stock has to reach the demand, otherwise 409.', stock],
  ['The price must be one of the show (422).', price],
  ['The price has to belong to the show.', price],
])('%s', (text, called) => {
  expect(saysLacking(text, called, false)).toBe(true);
});

test.each([
  ['No price may begin in the past (`422`).', price],
  ['The price of the show is taken over.', price],
  ['Two prices that overlap are refused with `409`.', price],
  ['No two prices may hold on one day (`409`).', price],
  ['The answer has the price without tax.', price],
  ['The show must be open and is listed with its price.', price],
  ['The price must be whole and have two decimals.', price],
  ['Cannot be changed once the price has been paid (409).', price],
  ['Needs an open show, which is listed.', price],
  ['A show must not have an open price (`409`).', price],
  ['Stock is counted once a day.', stock],
  ['A verified account is marked.', address],
  ['The price must be one of 5, 10 and 20 (422).', price],
  ['The prices cover the costs of the show.', price],
])('says nothing of what has to be there: %s', (text, called) => {
  expect(saysLacking(text, called, false)).toBe(false);
});

test('the text of a refusal needs no word for it', () => {
  expect(saysLacking('There is no price for this day', price, true)).toBe(true);
  expect(saysLacking('There is no price for this day', price, false)).toBe(false);
});

test.each([
  ['`409` for a basket that has no lines.', true],
  ['A basket without lines is refused.', true],
  ['Only a basket without lines can be removed, else `409`.', false],
  ['`409` while the basket has lines.', false],
  ['The lines of a bill are refused (`422`) where they are too many.', false],
])('what lacks something is refused: %s', (text, isRefused) => {
  expect(saysRefusedWithout(text, { nouns: ['line', 'lines'], participles: [] }, false)).toBe(isRefused);
});
