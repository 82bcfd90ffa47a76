import { renderToString } from 'preact-render-to-string';

import type { HistoryModel } from '../history-model.ts';
import { App } from './app.tsx';
import style from './style/history.css?inline';

/** The style of the page. */
export const viewStyle = style.trim();

/** The body of the page as HTML, as it is before its script runs. */
export const renderView = (model: HistoryModel): string => renderToString(<App model={model} />);
