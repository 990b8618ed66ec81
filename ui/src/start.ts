import { hydrate } from 'svelte';
import App from './App.svelte';
import { tauriHost } from './host/tauri';

const target = document.getElementById('app');
if (target) hydrate(App, { target, props: { host: tauriHost } });
