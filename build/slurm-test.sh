#!/usr/bin/env bash
# Sets up a Slurm of one node (Debian: slurm-wlm, munge, mpich), as root; queues a run of ntkgan-mpi, kills a process of it, cancels and queues it again,
# and sees it go on to the bits of a run that nobody disturbed. Takes about a minute. Everything lies in a folder of its own and ends with the script.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/src/NtkGan.Cli.Mpi/bin/Debug/net10.0/ntkgan-mpi
[ -x "$program" ] || dotnet build src/NtkGan.Cli.Mpi -v q
for need in slurmctld slurmd munged mpiexec.mpich; do
    command -v $need >/dev/null || [ -x /usr/sbin/$need ] || { echo "$need is missing: apt-get install -y slurm-wlm munge mpich" >&2; exit 2; }
done

folder=$(mktemp -d) node=$(hostname -s)
export SLURM_CONF=$folder/slurm.conf PATH=$PATH:/usr/sbin
mkdir -p "$folder/state" "$folder/spool"
own_munge=
end() {
    for daemon in ctld d; do [ -f "$folder/$daemon.pid" ] && kill "$(cat "$folder/$daemon.pid")" 2>/dev/null || true; done
    [ -n "$own_munge" ] && kill "$(cat /run/munge/munged.pid)" 2>/dev/null || true
    sleep 1 # they still write
    [ -n "${keep:-}" ] && echo "kept: $folder" || rm -rf "$folder"
}
trap end EXIT

install -d -o munge -g munge -m 0755 /run/munge
pgrep -x munged >/dev/null || { runuser -u munge -- /usr/sbin/munged; own_munge=1; }
cat > "$SLURM_CONF" <<CONF
ClusterName=ntkgan
SlurmctldHost=$node(127.0.0.1)
AuthType=auth/munge
SlurmUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/ctld.pid
SlurmdPidFile=$folder/d.pid
SlurmctldLogFile=$folder/ctld.log
SlurmdLogFile=$folder/d.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
SchedulerParameters=sched_interval=1,sched_min_interval=100000
MinJobAge=300
NodeName=$node NodeAddr=127.0.0.1 CPUs=2 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=$node Default=YES State=UP
CONF
slurmctld
slurmd
for _ in $(seq 60); do sinfo -h -o %T 2>/dev/null | grep -q idle && break; sleep .5; done
sinfo -h -o %T | grep -q idle || { keep=1; echo "the node does not come up: see $folder/*.log" >&2; exit 1; }

settings=(run eight-gaussians ipm source.count=600 target.count=900 flow.iterations=60 log.every=20 log.checkpoint_every=3 log.frames_every=0 'metrics=[energy_distance]' flow.summation=direct --quiet)
state() { scontrol show job "$job" | sed -n 's/.*JobState=\([A-Z]*\).*/\1/p'; }
await() { for _ in $(seq 400); do eval "$1" && return; sleep .2; done; keep=1; echo "waited in vain for: $1 (state $(state))" >&2; cat "$folder"/*.out >&2; exit 1; }
checkpoints() { ls "$folder/run/checkpoints" 2>/dev/null | wc -l; }
hurry() { sleep 6; scontrol update job "$job" StartTime=now >/dev/null 2>&1 || true; }
newest() { ls "$folder/run/checkpoints" | sort | tail -1; }

"$program" "${settings[@]}" --out "$folder/whole" >/dev/null
"$program" slurm script --ranks 2 --time 0:10:00 --out "$folder/job.sh" -- "${settings[@]}" --out "$folder/run"
job=$(sbatch --parsable --output="$folder/job.out" "$folder/job.sh")
echo "queued: job $job"

await '[ "$(checkpoints)" -gt 1 ]'
before=$(newest)
for process in $(pgrep -f "^$program run"); do
    tr '\0' '\n' < "/proc/$process/environ" | grep -qx PMI_RANK=1 && kill -9 "$process" && echo "killed: process $process, rank 1, at $before"
done
await 'grep -q "ended before its work was done" "$folder/job.out"'
echo "the job said: $(grep -h 'ended before' "$folder/job.out")"

# It has queued itself. Slurm holds it back for two minutes; it may begin sooner, but not within the seconds in which the node still ends what was.
await '[ "$(state)" = PENDING ] || [ "$(state)" = RUNNING ]'
hurry
await '[ "$(state)" = RUNNING ] || [ "$(state)" = COMPLETED ]'
await '[ "$(newest)" != "$before" ] || [ "$(state)" = COMPLETED ]'
echo "goes on: from $before to $(newest), restarts $(scontrol show job "$job" | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p')"

# Its time is over: it saves, and queues itself once more.
if [ "$(state)" = RUNNING ]; then
    scancel --batch --signal=TERM "$job"
    await '[ "$(state)" = PENDING ] || [ "$(scontrol show job "$job" | sed -n "s/.*Restarts=\([0-9]*\).*/\1/p")" -gt 1 ] || [ "$(state)" = COMPLETED ]'
    echo "asked to end: saved $(newest), state $(state)"
    hurry
fi
await '[ "$(state)" = COMPLETED ]'
cmp "$folder/whole/samples.npz" "$folder/run/samples.npz" || { keep=1; cat "$folder/job.out"; exit 1; }
cmp "$folder/whole/metrics.csv" "$folder/run/metrics.csv"
echo "done: the samples and metrics of the disturbed run are those of the undisturbed one"
