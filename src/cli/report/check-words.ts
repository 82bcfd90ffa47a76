import { checks } from '../../checks/index.ts';
import type { CheckWords } from '../../report/index.ts';

/** Title, why and fix of the checks of this version, for reports. */
export const checkWords: ReadonlyMap<string, CheckWords> = new Map(checks.map(({ id, title, why, fix }) => [id, { title, why, fix }]));
