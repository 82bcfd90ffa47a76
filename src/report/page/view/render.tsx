import { renderToString } from 'preact-render-to-string';

import type { PageModel } from '../page-model.ts';
import { App } from './app.tsx';
import style from './style/page.css?inline';

/** The style of the page. */
export const viewStyle = style.trim();

/** The body of the page as HTML, as it is before its script runs. */
export const renderView = (model: PageModel): string => renderToString(<App model={model} />);
