NtkGan.Benchmarks.KernelBenchmark.Run();
