using NtkGan;
using NtkGan.Onnx;
using NtkGan.Torch;

Catalog.Register(typeof(TorchEngine).Assembly);
Catalog.Register(typeof(OnnxFeatures).Assembly);
return NtkGan.Cli.Application.RunProcess(args);
