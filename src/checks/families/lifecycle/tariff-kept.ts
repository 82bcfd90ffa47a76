import { amountsOf, unitMs } from '../../../contract/infer/tariffs/tariff.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { askPrices, type Priced, type Prices } from '../../scenarios/lifecycle/priced.ts';
import { type TariffPrice, tariffPrices } from '../../subjects/tariffs.ts';

/** Every amount that one of the prices may be; nothing where the answer does not show how long the time is. */
const rangesOf = ({ tariff, by }: TariffPrice, { lengths, percent }: Priced, numbers: ReadonlyMap<string, number>) =>
  lengths.flatMap((ms) => amountsOf(tariff, ms, numbers, percent, by.kind === 'action'));

export const tariffKept = defineProbe<TariffPrice, Prices>({
  id: 'lifecycle/tariff-kept',
  title: 'A price is what several sentences make of rates, free times, caps and discounts',
  why: 'Whoever compares the bill with the published tariff finds another amount, and the service has to pay it back.',
  fix: 'Compute the price in the steps and the order of the sentences: whole units first, then what is left over, then the discount, and round once at the end.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...tariffPrices(contract)],
  prerequisites: ({ rated, by }, around) => [
    ...prerequisitesFor(rated.trip.create, around),
    ...(by.kind === 'read' ? permissionsFor(by.read) : prerequisitesFor(by.trip.create, around)),
    ...(by.kind === 'action' ? permissionsFor(by.operation) : []),
  ],
  cost: ({ by }) => (by.kind === 'read' ? { requests: 16, creates: 2 } : { requests: 40, creates: 8 }),
  run: (subject, session) => askPrices(session, subject),
  judge(subject, { rated, numbers, priced }) {
    const { price, tariff } = subject;
    if (!numbers) return inconclusive(`What has the rates was answered ${outcomeOf(rated.exchange)}`, [rated.exchange]);
    const judged = priced.flatMap((one) => {
      const shown = one.shown?.[price];
      // What is accepted to be done later may not be priced yet.
      const isDone = isSuccess(one.exchange) && statusOf(one.exchange) !== 202;
      const ranges = isDone ? rangesOf(subject, one, numbers) : [];
      return typeof shown === 'number' && ranges.length > 0 ? [{ ...one, amount: shown, ranges }] : [];
    });
    const wrong = judged.find(({ amount, ranges }) => !ranges.some(({ least, most }) => amount >= least && amount <= most));
    if (!wrong) {
      const [first] = priced;
      return judged.length > 0
        ? pass(judged.length)
        : inconclusive('No answer shows the price and the time', [first?.exchange ?? rated.exchange]);
    }
    const amounts = [...new Set(wrong.ranges.flatMap(({ least, most }) => [least, most]))].toSorted((a, b) => a - b);
    const minutes = wrong.lengths.map((ms) => ms / unitMs.minute);
    const time = minutes.map((one) => (one % 1440 === 0 ? `${one / 1440} days` : `${one} minutes`)).join(' or ');
    const rates = [...numbers].map(([words, value]) => `${words} ${value}`).join(', ');
    const off = wrong.percent === 0 ? '' : `, ${wrong.percent} percent off`;
    const finding = {
      code: 'tariff-otherwise',
      where: `/${price}`,
      expected: `${amounts.join(' or ')} for ${time} (${rates}${off}): "${tariff.text}"`,
      actual: String(wrong.amount),
    };
    const discount = wrong.discount ? [wrong.discount] : [];
    return unconfirmed(fail(finding, [wrong.exchange, rated.exchange, ...discount], { judged: judged.length, breaches: 1 }));
  },
});
