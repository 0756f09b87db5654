import './zod-without-eval.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import { mount } from 'svelte';
import { openEnginePort } from '../client/open-engine-port.ts';
import { Workstation } from '../state/workstation.svelte.ts';
import App from './App.svelte';
import { guardPage } from './guard-page.ts';

const station = new Workstation(openEnginePort);
guardPage(station);
mount(App, { target: document.getElementById('app')!, props: { station } });
void station.connection.connect();

// A new link typed over the old one in the same tab changes the fragment only, which loads nothing by itself.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#token=')) {
    location.reload();
  }
});
