import type { HistoryModel } from './history-model.ts';

// The build replaces this module by the bundle of view/: its components need a browser or the renderer of a UI library, and the package has
// neither among its dependencies.

/** The script of the page, as a browser runs it. */
export const viewScript: string = '';

/** The style of the page. */
export const viewStyle: string = '';

/**
 * The body of the page as HTML, as it is before its script runs.
 * @throws {Error} where the view was not bundled.
 */
export const renderView = (_model: HistoryModel): string => {
  throw new Error('Cannot write history.html: its view was not bundled, run "npm run build"');
};
