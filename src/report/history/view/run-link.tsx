import { moment } from '../../view/words.ts';
import type { PageNight } from '../history-model.ts';

type RunLinkProps = {
  readonly night: PageNight;
  /** What is searched for on the page of the run. */
  readonly search?: string;
};

/** When a run was, with the way to its page while that is there. */
export const RunLink = ({ night: { page, at, run }, search }: RunLinkProps) =>
  page === undefined ? (
    <span title={`${run}: its folder is gone`}>{moment(at)}</span>
  ) : (
    <a href={search === undefined ? page : `${page}#?q=${encodeURIComponent(search)}`}>{moment(at)}</a>
  );
