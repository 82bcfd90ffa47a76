import type { PageModel } from '../page-model.ts';

/** Which cases a reader wants to see. Empty lists and undefined select everything. */
export type Filter = {
  readonly text: string;
  readonly outcomes: readonly string[];
  readonly levels: readonly string[];
  readonly area: string;
  /** Key of an operation. */
  readonly operation: string;
  /** Name of a target. */
  readonly target: string;
};

/** Selects everything. */
export const noFilter: Filter = { text: '', outcomes: [], levels: [], area: '', operation: '', target: '' };

/** Whether it selects anything less than everything. */
export const isFiltering = (filter: Filter): boolean => toQuery(filter) !== '';

/** A filter as a part of an address, so that a view can be shared. */
export const toQuery = ({ text, outcomes, levels, area, operation, target }: Filter): string => {
  const single = Object.entries({ area, operation, target, q: text }).filter(([, value]) => value !== '');
  return new URLSearchParams([...outcomes.map((one) => ['outcome', one]), ...levels.map((one) => ['level', one]), ...single]).toString();
};

/** The filter of an address. */
export const fromQuery = (query: string): Filter => {
  const parameters = new URLSearchParams(query);
  const one = (name: string): string => parameters.get(name) ?? '';
  return {
    text: one('q'),
    outcomes: parameters.getAll('outcome'),
    levels: parameters.getAll('level'),
    area: one('area'),
    operation: one('operation'),
    target: one('target'),
  };
};

/** What is searched of each case, made when it is needed first. */
const texts = new WeakMap<PageModel, Map<number, string>>();

/** The titles of the causes by finding, made when they are needed first. */
const titles = new WeakMap<PageModel, ReadonlyMap<number, string>>();

const causeTitleOf = (model: PageModel, finding: number): string | undefined => {
  const made = titles.get(model) ?? new Map(model.causes.flatMap(({ title, findings }) => findings.map((at) => [at, title] as const)));
  titles.set(model, made);
  return made.get(finding);
};

const textOf = (model: PageModel, at: number): string => {
  const known = texts.get(model) ?? new Map<number, string>();
  texts.set(model, known);
  const made = known.get(at) ?? searched(model, at);
  known.set(at, made);
  return made;
};

const searched = (model: PageModel, at: number): string => {
  const { cases, requirements, operations, targets, reasons, findings } = model;
  const one = cases[at];
  if (one === undefined) return '';
  const { id = '', title = '', level = '', area = '' } = requirements[one.requirement] ?? {};
  const finding = one.finding === undefined ? undefined : findings[one.finding];
  return [
    id,
    title,
    level,
    area,
    one.id,
    one.outcome,
    targets[one.target]?.name,
    ...one.operations.map((operation) => operations[operation]?.key),
    one.reason === undefined ? undefined : reasons[one.reason],
    ...(finding === undefined
      ? []
      : [finding.code, finding.where, finding.expected, finding.actual, causeTitleOf(model, one.finding ?? -1)]),
  ]
    .join(' ')
    .toLowerCase();
};

const isIn = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** The numbers of the cases that a filter selects. */
export const selected = (model: PageModel, filter: Filter): ReadonlySet<number> => {
  const words = filter.text.toLowerCase().split(/\s+/u).filter(Boolean);
  const numbers = new Set<number>();
  for (const [at, one] of model.cases.entries()) {
    const requirement = model.requirements[one.requirement];
    const matches =
      isIn(filter.outcomes, one.outcome) &&
      isIn(filter.levels, requirement?.level ?? '') &&
      (filter.area === '' || filter.area === requirement?.area) &&
      (filter.target === '' || filter.target === model.targets[one.target]?.name) &&
      (filter.operation === '' || one.operations.some((operation) => model.operations[operation]?.key === filter.operation)) &&
      words.every((word) => textOf(model, at).includes(word));
    if (matches) numbers.add(at);
  }
  return numbers;
};
