import { expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { type Page, pageIn, parcelService, queryOf, type ServiceOptions } from '../../../worlds/parcels/service.ts';
import type { Reply } from '../../support/exchange.ts';
import { judge, stated } from '../../support/judge.ts';

/** The size that a request asks for. */
export const size = (request: PlannedRequest): string | undefined => queryOf(request, 'count');

/** The cursor of a request: `from 3`. */
export const after = (request: PlannedRequest): string | undefined => queryOf(request, 'after');

export const isList = ({ operation }: PlannedRequest): boolean => operation === 'GET /parcels';

/** The same request for pages of another size. */
export const ofSize = (request: PlannedRequest, items: number): PlannedRequest => ({
  ...request,
  query: [...request.query.filter(([name]) => name !== 'count'), ['count', String(items)]],
});

/** A page with another content; any other reply unchanged. */
export const changed = (reply: Reply, change: (result: Page) => Page): Reply => {
  const result = pageIn(reply);
  return result && reply !== 'no answer' ? { ...reply, json: { result: change(result) } } : reply;
};

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

/** One test a row: the verdict of a probe over a service of parcels, as {@link stated} words it. */
export const table = (probe: Probe, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options) }))).toBe(verdict);
  });
};

/** The facts that a probe records of a service of parcels, by name and value; the kind of its verdict where it records none. */
export const factsOf = async (probe: Probe, options: ServiceOptions): Promise<unknown> => {
  const { verdict } = await judge(probe, { answer: parcelService(options) });
  return verdict.kind === 'observed' ? verdict.facts.map(({ fact, value }) => [fact, value]) : verdict.kind;
};
