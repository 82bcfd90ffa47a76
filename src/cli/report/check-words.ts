import { checks } from '../../checks/index.ts';
import type { CheckWords } from '../../report/index.ts';

/** What the checks of this version say of themselves, for reports. */
export const checkWords: ReadonlyMap<string, CheckWords> = new Map(checks.map(({ id, title, why, fix }) => [id, { title, why, fix }]));
