import type { RunRecord } from '../../../src/model/record.ts';
import type { StoredExchange } from '../../../src/model/stored-exchange.ts';
import { readEvidence } from '../../../src/report/evidence.ts';
import type { PageSources } from '../../../src/report/page/model-of-run.ts';
import { htmlPage } from '../../../src/report/page/page.ts';
import type { PageModel } from '../../../src/report/page/page-model.ts';
import type { CheckWords } from '../../../src/report/report-input.ts';
import { folderWith } from './made-run.ts';
import { allIn, type HtmlElement, readHtml } from './read-html.ts';

/** A page as its file has it, as a tree, and the data in it. */
export type MadePage = { readonly text: string; readonly page: HtmlElement; readonly model: PageModel };

/** The page of a made-up run with these exchanges. */
export const pageOf = (
  record: RunRecord,
  exchanges: readonly StoredExchange[] = [],
  more: Partial<PageSources> & { readonly checks?: ReadonlyMap<string, CheckWords> } = {},
): MadePage => {
  const { checks, ...sources } = more;
  const evidence = exchanges.length === 0 ? [] : readEvidence(record, folderWith(exchanges));
  const text = htmlPage({ record, directory: 'reports/r', ...(checks === undefined ? {} : { checks }) }, { evidence, ...sources });
  const page = readHtml(text);
  const data = allIn(page).find(({ attributes }) => attributes['id'] === 'data')?.text ?? '';
  return { text, page, model: JSON.parse(data) as PageModel };
};
