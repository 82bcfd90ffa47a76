import { allureResult } from '../report/allure/allure-result.ts';
import { visible } from '../report/foreign-text.ts';
import { plainText } from '../report/markdown.ts';
import { requestText, responseText } from '../report/message-text.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import type { JudgedTest } from './judged-suite.ts';
import type { CaseLink } from './options.ts';
import type { SentFor } from './sent.ts';
import type { TestEnd } from './result.ts';

/** Where an adapter of Allure for a test runner leaves its end of the line, for the calls of allure-js-commons. */
const runtimeKey = 'allureTestRuntime';

/** Labels that the adapter makes from the runner and its suites. */
const ofRunner: ReadonlySet<string> = new Set(['framework', 'parentSuite', 'suite', 'subSuite']);

/** Whether the project of the user has an adapter of Allure. Without one, each call would look for one. */
export const hasAllure = (): boolean => typeof Reflect.get(globalThis, runtimeKey) === 'function';

export type AllureTest = {
  readonly one: JudgedTest;
  readonly end: TestEnd;
  readonly sent: SentFor | undefined;
  readonly links: readonly CaseLink[];
};

/**
 * Describes the case of the running test to Allure by its own API: labels, links, parameters and history id, then a step for each request with request
 * and response of those that show the verdict as attachments. All texts are those of the record, which has no secrets.
 */
export const describeToAllure = async ({ one, end, sent, links }: AllureTest): Promise<void> => {
  const allure = await import('allure-js-commons');
  const { input, target, case: planned, verdict, cause, shared, excuse } = one;
  const result = allureResult({ input, target, planned, verdict, cause, shared, excuse, attachments: [] });
  if (result.name !== undefined) await allure.displayName(result.name);
  if (result.testCaseId !== undefined) await allure.testCaseId(result.testCaseId);
  if (result.historyId !== undefined) await allure.historyId(result.historyId);
  const why = result.statusDetails.message;
  const told = end.kind === 'skip' ? `${plainText(end.reason)}\n\n` : '';
  await allure.description(`${told}${result.description ?? ''}`);
  await allure.labels(...result.labels.filter(({ name }) => !ofRunner.has(name)));
  for (const { name, value, ...options } of result.parameters) await allure.parameter(name, value, options);
  for (const { url, name, type } of [...result.links, ...links]) await allure.link(url, name, type);

  const attach = async (exchange: StoredExchange): Promise<void> => {
    await allure.attachment(`Request ${exchange.id}`, requestText(exchange), allure.ContentType.TEXT);
    await allure.attachment(`Response ${exchange.id}`, responseText(exchange), allure.ContentType.TEXT);
  };
  const shown = new Map((sent?.evidence.get(planned.id) ?? []).map((exchange) => [exchange.id, exchange]));
  for (const { id, words } of sent?.steps.get(planned.id) ?? []) {
    const exchange = shown.get(id);
    shown.delete(id);
    const named = `${id} ${visible(words)}`;
    if (exchange === undefined) await allure.logStep(named, allure.Status.PASSED);
    else await allure.step(named, () => attach(exchange));
  }
  const more = sent?.more.get(planned.id) ?? 0;
  if (more > 0) await allure.logStep(`and ${more} more requests`, allure.Status.PASSED);
  // What another case sent and this one judges.
  for (const exchange of shown.values())
    await allure.step(`judged ${exchange.id} ${visible(`${exchange.sent.method} ${exchange.sent.target}`)}`, () => attach(exchange));
  await allure.logStep(why === undefined || why === '' ? 'verdict: pass' : `verdict: ${why}`, result.status ?? allure.Status.BROKEN);
};
