/** What the filters of GET /instances look at. */
export type Listed = {
  readonly region: string;
  readonly status: string;
  readonly cpu: number;
  /** Place in the whole list, from 0. */
  readonly index: number;
};

/** The filters of GET /instances, each undefined where it was not given. */
export type ListFilters = { readonly region?: string | undefined; readonly status?: string | undefined };

/** Whether a list with these filters shows an instance. */
export type ListedRule = (instance: Listed, filters: ListFilters) => boolean;

/** Each filter that is given holds. */
export const meetsEach: ListedRule = ({ region, status }, wanted) =>
  (wanted.region === undefined || wanted.region === region) && (wanted.status === undefined || wanted.status === status);
