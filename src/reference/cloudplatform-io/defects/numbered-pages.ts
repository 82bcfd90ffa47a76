import { parameter, queryAsked } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { SizeRules } from '../../kit/query.ts';
import type { Call, PlatformDefect, PlatformDefects } from '../call.ts';
import { standardSettings } from '../settings.ts';
import { metaAnswered } from './answers.ts';

const sizes = (changes: Partial<SizeRules>): SizeRules => ({ ...standardSettings.perPage, ...changes });

/** Replaces the total with another number. */
const total = (note: string, of: (total: number, perPage: number, items: number) => number): PlatformDefect => ({
  breaks: 'CPIO-60',
  note,
  around: metaAnswered((meta, { data }) =>
    Object.hasOwn(meta, 'total') ? { ...meta, total: of(Number(meta['total']), Number(meta['per_page']), data.length) } : meta,
  ),
});

const isList = (call: Call): boolean => isCall(call, 'GET /resources');

/** Pages by page and per_page. A server need not offer this way of paging: one where it does not work offers only the other. */
export const numberedPageDefects: PlatformDefects = {
  'meta-page-zero-based': {
    breaks: 'CPIO-59',
    note: 'meta.page is 0 on the first page',
    around: metaAnswered((meta) => (Object.hasOwn(meta, 'page') ? { ...meta, page: Number(meta['page']) - 1 } : meta)),
  },
  'meta-per-page-is-default': {
    breaks: 'CPIO-59',
    note: 'meta.per_page is always 25, whatever was requested',
    alsoBreaks: { 'CPIO-63': 'a page of 100 reports a size of 25' },
    around: metaAnswered((meta) => (Object.hasOwn(meta, 'per_page') ? { ...meta, per_page: 25 } : meta)),
  },
  'meta-per-page-counts-items': {
    breaks: 'CPIO-59',
    note: 'meta.per_page is the number of items on this page',
    around: metaAnswered((meta, { data }) => (Object.hasOwn(meta, 'per_page') ? { ...meta, per_page: data.length } : meta)),
  },
  'meta-total-is-page-count': total('meta.total is the number of items on this page', (_total, _perPage, items) => items),
  'meta-total-is-pages': total('meta.total is the number of pages', (count, perPage) => Math.ceil(count / perPage)),
  'page-parameter-ignored': {
    breaks: 'CPIO-61',
    note: 'Every page is the first page',
    alsoBreaks: {
      'CPIO-48': 'a traversal returns the resources of the first page again and again',
      'CPIO-51': 'the newest resources come again after each page',
      'CPIO-59': 'meta.page is always 1, whatever was requested',
      'CPIO-60': 'a traversal counts more items than there are',
      'CPIO-96': 'page=abc is ignored, like every other page',
    },
    settings: { paging: 'numbered' },
    behind: queryAsked((call) => (isList(call) && parameter(call, 'page') !== undefined ? { page: undefined } : undefined)),
  },
  'page-parameter-refused': {
    breaks: 'CPIO-61',
    note: 'page=2 is answered 400 as an unknown parameter',
    settings: { paging: 'numbered' },
    behind: (call, next) => {
      const isRefused = isList(call) && /^\d+$/.test(parameter(call, 'page') ?? '') && parameter(call, 'page') !== '1';
      return isRefused ? refuse(400, 'malformed-query', 'Unknown parameter: page') : next();
    },
  },
  'per-page-ignored': {
    breaks: 'CPIO-62',
    note: 'per_page is ignored, and a page has up to 25 items',
    alsoBreaks: {
      'CPIO-59': 'meta.per_page is always 25, whatever was requested',
      'CPIO-63': 'per_page=100 gives 25 items',
    },
    behind: queryAsked((call) => (isList(call) && /^\d+$/.test(parameter(call, 'per_page') ?? '') ? { per_page: undefined } : undefined)),
  },
  'per-page-off-by-one': {
    breaks: 'CPIO-62',
    note: 'per_page=2 gives 3 items',
    alsoBreaks: { 'CPIO-121': 'a page without per_page has 26 items' },
    settings: { paging: 'numbered', extraItems: 1 },
  },
  'per-page-100-refused': {
    breaks: 'CPIO-63',
    note: 'per_page=100 is answered 400',
    settings: { perPage: sizes({ maximum: 99, above: 'refused' }) },
  },
  'per-page-capped-at-50': { breaks: 'CPIO-63', note: 'per_page=100 is reduced to 50', settings: { perPage: sizes({ maximum: 50 }) } },
  'per-page-101-accepted': { breaks: 'CPIO-63', note: 'per_page=101 returns 101 items', settings: { perPage: sizes({ maximum: 1000 }) } },
  'default-page-size-20': {
    breaks: 'CPIO-121',
    note: 'A page without parameters has 20 items',
    settings: { perPage: sizes({ default: 20 }), limit: sizes({ default: 20 }) },
  },
  'default-unlimited': {
    breaks: 'CPIO-121',
    note: 'A page without parameters has all items',
    settings: { perPage: sizes({ default: 1000, maximum: 1000 }), limit: sizes({ default: 1000, maximum: 1000 }) },
    behind: queryAsked((call) => {
      const cut = ['per_page', 'limit'].filter((name) => Number(parameter(call, name)) > 100);
      return cut.length === 0 ? undefined : Object.fromEntries(cut.map((name) => [name, '100']));
    }),
  },
};
