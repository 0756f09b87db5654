import type { Handlers } from '../../contract/index.ts';
import { doctorCheckOf } from './finding.ts';
import type { Finding } from './finding.ts';
import { runDoctor } from './run-doctor.ts';
import type { DoctorDeps } from './run-doctor.ts';

/** What the contract calls `doctor.run`; `deps` is asked anew for every run. */
export function doctorHandlers(deps: () => DoctorDeps): Pick<Handlers, 'doctor.run'> {
  return {
    'doctor.run': async (_params, { signal, onProgress }) => {
      const done: Finding[] = [];
      const findings = await runDoctor(deps(), {
        signal,
        onFinding: (finding) => {
          done.push(finding);
          onProgress({ checks: done.map(doctorCheckOf) });
        },
      });
      return { checks: findings.map(doctorCheckOf) };
    },
  };
}
