import type { Contract } from '../../src/contract/model.ts';
import type { Defect } from '../../src/reference/vendor.ts';

type Named = Pick<Defect, 'breaks' | 'caughtBy'>;

/**
 * Is a defect caught: the check that it names failed, or, where it names none, any check of its requirement.
 * @param by Checks that failed for the requirement.
 */
export const isCaught = ({ caughtBy }: Named, by: readonly string[]): boolean =>
  caughtBy === undefined ? by.length > 0 : by.includes(caughtBy);

/**
 * Why a defect was not caught, and what to do about it.
 * @param planned Checks with a case of the requirement in the plan.
 * @param open The cases without a verdict, a line each.
 */
export const whyNotCaught = (
  { breaks, caughtBy }: Named,
  by: readonly string[],
  planned: readonly string[],
  open: readonly string[],
): string => {
  const isPlanned = caughtBy === undefined ? planned.length > 0 : planned.includes(caughtBy);
  return [
    caughtBy === undefined
      ? `No check of ${breaks} failed`
      : `${caughtBy} did not fail for ${breaks}, ${by.length === 0 ? 'and no other check did' : `only ${by.join(', ')} did`}`,
    isPlanned
      ? 'Mend the check or the defect; if other requests are needed to show it, name their area, check or requirement in `shownBy` of the defect.'
      : `The plan has no case of it: a location of the check must be at the node with x-requirement: [${breaks}], or below it.`,
    ...open,
  ].join('\n');
};

/** Checks that defects name in `caughtBy` and that do not decide the requirement which the defect breaks, one line each. */
export const misnamed = (defects: Readonly<Record<string, Named>>, { requirements }: Pick<Contract, 'requirements'>): string[] =>
  Object.entries(defects).flatMap(([slug, { breaks, caughtBy }]) =>
    caughtBy === undefined || requirements.get(breaks)?.checks.includes(caughtBy) === true
      ? []
      : [`${slug}: ${caughtBy} is not listed under \`checks\` of ${breaks}`],
  );
