/** What the filters of GET /instances compare. */
export type Listed = {
  readonly region: string;
  readonly status: string;
  readonly cpu: number;
  /** Position in the whole list, from 0. */
  readonly index: number;
};

/** The filters of GET /instances; undefined for one that was not sent. */
export type ListFilters = { readonly region?: string | undefined; readonly status?: string | undefined };

/** Whether a list with these filters shows an instance. */
export type ListedRule = (instance: Listed, filters: ListFilters) => boolean;

/** Every given filter matches. */
export const meetsEach: ListedRule = ({ region, status }, wanted) =>
  (wanted.region === undefined || wanted.region === region) && (wanted.status === undefined || wanted.status === status);
