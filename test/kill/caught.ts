import type { Contract } from '../../src/contract/model.ts';
import type { Defect } from '../../src/reference/vendor.ts';

type Named = Pick<Defect, 'breaks' | 'caughtBy'>;

/**
 * Is a defect caught: the check that it names failed, or, where it names none, any check of its requirement.
 * @param by Checks that failed for the requirement.
 */
export const isCaught = ({ caughtBy }: Named, by: readonly string[]): boolean =>
  caughtBy === undefined ? by.length > 0 : by.includes(caughtBy);

/** Why a defect was not caught, and what to do about it. */
export const whyNotCaught = ({ breaks, caughtBy }: Named, by: readonly string[], cases: readonly string[]): string =>
  [
    caughtBy === undefined
      ? `No check of ${breaks} failed`
      : `${caughtBy} did not fail for ${breaks}, ${by.length === 0 ? 'and no other check did' : `only ${by.join(', ')} did`}`,
    'Mend the check or the defect; if other requests are needed to show it, name their area, check or requirement in `shownBy` of the defect.',
    ...(cases.length === 0 ? [`No case of ${breaks} was planned: look at its x-requirement and at the permissions of the check.`] : cases),
  ].join('\n');

/** Checks that defects name in `caughtBy` and that do not decide the requirement which the defect breaks, one line each. */
export const misnamed = (defects: Readonly<Record<string, Named>>, { requirements }: Pick<Contract, 'requirements'>): string[] =>
  Object.entries(defects).flatMap(([slug, { breaks, caughtBy }]) =>
    caughtBy === undefined || requirements.get(breaks)?.checks.includes(caughtBy) === true
      ? []
      : [`${slug}: ${caughtBy} is not listed under \`checks\` of ${breaks}`],
  );
