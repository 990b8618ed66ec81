import { render } from 'svelte/server';
import App from './App.svelte';
import type { Host } from './host/host';

/** Nobody is asked while the page is built. */
const nobody = {} as Host;

/** The page as it is before the program has answered, as HTML. */
export const frame = () => render(App, { props: { host: nobody } }).body;
