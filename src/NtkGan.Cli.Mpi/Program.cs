return NtkGan.Cli.Mpi.MpiProgram.Run(args);
